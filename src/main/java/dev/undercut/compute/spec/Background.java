package dev.undercut.compute.spec;

import java.util.List;
import java.util.Optional;

/** What a wish does not say and the house knows. */
public interface Background {

    /**
     * Names of different models that the requested name may mean, cheapest first.
     *
     * @param most at most so many, 1 or more
     * @return at least one
     */
    List<String> models(int most);

    /** A model to judge answers of that one; empty when there is none but itself. */
    Optional<String> judge(String of);

    /** Whether the request brings tools. */
    boolean tools();

    /** How many answers the client wants, 1 or more. */
    int choices();

    /** The seed of a run whose client does not care. */
    long seed();
}
