package dev.undercut.web.economics;

import java.util.List;

/** One analysis. */
interface EconomicsView {
    /** Works out the defaults that depend on other inputs, the book or the ledger. */
    void prepare(Inputs inputs);

    /** The closed forms; asked again at the ends of every uncertain input. */
    List<Figure> figures(Inputs inputs);

    /** Tables, remarks and a drawing, at the middle of every input. */
    void complete(Inputs inputs, Sheet sheet);
}
