package dev.undercut.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.Golden;
import org.junit.jupiter.api.Test;

class ConfigTableTest {

    @Test
    void the_documentation_lists_what_the_schema_says() {
        Golden.assertMatches("docs/CONFIGURATION.md", ConfigTable.markdown());
    }

    @Test
    void every_meaning_is_a_sentence() {
        ConfigTable.markdown()
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> assertThat(line).endsWith(". |"));
    }
}
