package dev.undercut.compute.verify.confined;

import java.util.List;

/** Runs a program's tests. */
public interface ProgramTests {
    /**
     * Runs each test on its own, after the program's text, in one confined process. Tests that the
     * program's deeds kept from running did not pass.
     *
     * @param program code that defines what is tested
     * @param tests each a piece of code that raises an error when the program is wrong
     * @throws InterruptedException when nobody waits any more; nothing of it runs on
     */
    Report run(String program, List<String> tests) throws InterruptedException;

    /**
     * What the tests showed.
     *
     * @param behaviour a {@code 1} or {@code 0} for each test
     * @param feedback what the first failed test said, at most a few hundred characters; it is the
     *     program's own words, so not to be believed
     */
    record Report(String behaviour, String feedback) {}
}
