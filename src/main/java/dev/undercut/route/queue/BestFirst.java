package dev.undercut.route.queue;

/**
 * Places by rising key: a binary heap (Williams, Algorithm 232, 1964) in flat arrays. Making it
 * takes a step for each place and each taking a few, so that who takes only the first of many pays
 * little for the rest.
 */
public final class BestFirst {
    private final long[] keys;
    private final int[] places;
    private int size;

    /** Empty, with room for so many places. */
    public BestFirst(int room) {
        keys = new long[room];
        places = new int[room];
    }

    /** One more place; all are added before the first is taken. */
    public void add(long key, int place) {
        keys[size] = key;
        places[size] = place;
        size++;
    }

    /** Puts in order what was added. */
    public void order() {
        for (int at = size / 2 - 1; at >= 0; at--) {
            sink(at, keys[at], places[at]);
        }
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The least key left. */
    public long key() {
        return keys[0];
    }

    /** The place of the least key, which is left no longer. */
    public int take() {
        int first = places[0];
        size--;
        sink(0, keys[size], places[size]);
        return first;
    }

    private void sink(int from, long key, int place) {
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (key <= keys[child]) {
                break;
            }
            keys[at] = keys[child];
            places[at] = places[child];
            at = child;
        }
        keys[at] = key;
        places[at] = place;
    }
}
