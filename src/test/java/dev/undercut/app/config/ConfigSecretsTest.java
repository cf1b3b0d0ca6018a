package dev.undercut.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever is printed of a configuration, right or wrong, no key is in it. */
class ConfigSecretsTest {

    /** Where a key may stand, rightly or by mistake. */
    private static final List<String> FILES =
            List.of(
                    "providers: {m: {base_url: http://a, api_key: 'KEY'}}",
                    "providers: {m: {base_url: http://a, api_key: ['KEY', x]}}",
                    "providers: {m: {base_url: http://a, headers: {Authorization: Bearer KEY}}}",
                    "providers:\n  m:\n    base_url: http://a\n    api_key: ${KEY_VARIABLE}\n",
                    "providers: {deepseek: {}}",
                    "providers: {m: {base_url: 'https://KEY@host', api_key: x}}",
                    "providers: {m: {base_url: 'https://me:KEY@host'}}",
                    "providers: {m: {base_url: 'https://host/?key=KEY'}}",
                    "providers: {m: {base_url: 'KEY'}}",
                    "providers: {m: {api_key: {KEY: x}}}",
                    "providers: {m: {api_key: {x: KEY}}}",
                    "providers: {m: {api_key: [[KEY]]}}",
                    "providers: {m: {api_key: \"KEY\\n\"}}",
                    "providers: {m: {api_key: \"a\\nKEY\"}}",
                    "providers: {m: {api_key: 'KEY'}, n: {api_key: 'KEY', enabled: x}}",
                    "providers: {m: {base_url: http://a, headers: {A: [KEY]}}}",
                    "providers: {m: {base_url: http://a, KEY: x}}",
                    "providers: {m: 'KEY'}",
                    "providers: 'KEY'",
                    "listen: 'KEY'",
                    "listen: ${KEY_VARIABLE}",
                    "limits: {idle: KEY, max_body: KEY}",
                    "storage: {ledger: 'jdbc:postgresql://u:KEY@h/d'}",
                    "storage: {ledger: 'KEY'}",
                    "sandbox: KEY",
                    "KEY: x",
                    "'KEY'",
                    "KEY: x\nKEY: x",
                    "api_key: *KEY",
                    "api_key: KEY: x",
                    "api_key: 'KEY",
                    "api_key: !KEY x",
                    "api_key: !KEY!x y",
                    "api_key: \"\\KEY\"",
                    "api_key: @KEY",
                    "%KEY\n---\na: b",
                    "api_key: KEY\n\tx: y",
                    "? KEY\n: {}");

    private Path folder = Path.of("");

    @BeforeTry
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("undercut-secrets");
    }

    @AfterTry
    void removeFolder() throws IOException {
        Files.deleteIfExists(folder.resolve("undercut.yaml"));
        Files.delete(folder);
    }

    @Property(tries = 300, seed = "20261121")
    void a_key_is_never_printed(@ForAll("files") String file, @ForAll("keys") String key) {
        Desk desk = new Desk(folder).with("KEY_VARIABLE", key).with("DEEPSEEK_API_KEY", key);
        desk.write(
                file.replace("KEY_VARIABLE", "#").replace("KEY", key).replace("#", "KEY_VARIABLE"));

        assertThat(printed(desk)).isNotBlank().doesNotContain(key);
    }

    @Property(tries = 100, seed = "20261121")
    void a_wrong_variable_does_not_show_a_key(@ForAll("keys") String key) {
        Desk desk = new Desk(folder).with("UNDERCUT_LISTEN", key).with("UNDERCUT_SANDBOX", key);

        assertThat(printed(desk)).contains("UNDERCUT_LISTEN").doesNotContain(key);
    }

    private static String printed(Desk desk) {
        try {
            return desk.file().load().toString();
        } catch (BrokenConfig e) {
            return e + e.getMessage() + e.problems() + e.getCause();
        }
    }

    @Provide
    Arbitrary<String> files() {
        return Arbitraries.of(FILES);
    }

    /** As providers make them: no shorter than this, and of these characters. */
    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars('-', '_')
                .ofMinLength(24)
                .ofMaxLength(64)
                .filter(key -> Character.isLetterOrDigit(key.charAt(0)));
    }
}
