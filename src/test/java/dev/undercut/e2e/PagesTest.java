package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pages, as a browser meets them. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(30)
class PagesTest {

    private World world;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        world = new World(home, "");
    }

    @AfterAll
    void stop() throws Exception {
        world.close();
    }

    @Test
    void without_a_session_the_way_leads_to_the_login() throws Exception {
        Wire.Answer answer = Wire.get(world.port(), "/");
        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("location")).isEqualTo("/login");
        assertThat(Wire.get(world.port(), "/login").text()).contains("undercut serve");
        assertThat(Wire.get(world.port(), "/", "Cookie: undercut_session=guess").status())
                .isEqualTo(303);
    }

    @Test
    void the_printed_token_opens_one_session_once() throws Exception {
        String token = world.house.pageToken();
        assertThat(Wire.get(world.port(), "/login?token=" + token + "x").head().names())
                .doesNotContain("set-cookie");
        Wire.Answer first = Wire.get(world.port(), "/login?token=" + token);
        assertThat(first.status()).isEqualTo(303);
        assertThat(first.header("location")).isEqualTo("/");
        assertThat(first.header("set-cookie"))
                .startsWith("undercut_session=")
                .contains("HttpOnly", "SameSite=Strict", "Path=/");
        Wire.Answer second = Wire.get(world.port(), "/login?token=" + token);
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.head().names()).doesNotContain("set-cookie");
        assertThat(Wire.get(world.port(), "/", cookie(first)).status()).isEqualTo(200);
    }

    @Test
    void a_page_shows_what_callers_sent_as_text_and_allows_nothing_from_elsewhere()
            throws Exception {
        String evil = "<script>alert('x')</script><img src=x onerror=\\\"alert(1)\\\">";
        world.chat(World.ask(evil.replace("\\\"", ""), "hello"));
        world.chat(
                "{\"model\":\""
                        + evil
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}");
        Wire.Answer page = Wire.get(world.port(), "/", cookie(login()));
        assertThat(page.text())
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;")
                .doesNotContain("<script>alert", "<img");
        assertThat(page.header("content-security-policy"))
                .contains("default-src 'none'", "frame-ancestors 'none'");
        assertThat(page.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(page.header("cache-control")).isEqualTo("no-store");
        assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
    }

    @Test
    void a_host_header_cannot_write_into_the_page() throws Exception {
        Wire.Answer page =
                Wire.get(
                        world.port(),
                        "/",
                        "Host: 127.0.0.1:\"><script>alert(1)</script>",
                        cookie(login()));
        assertThat(page.text()).doesNotContain("<script>alert");
    }

    @Test
    void the_page_shows_cost_and_saving_of_the_last_requests() throws Exception {
        world.alpha.answersJson(200, Answers.whole("x", 1000, 500));
        world.chat(World.ask("mini", "hello"));
        assertThat(Wire.get(world.port(), "/", cookie(login())).text())
                .contains("alpha/mini", "$0.002");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void with_keys_a_key_logs_in_and_an_open_session_stays() throws Exception {
        String before = cookie(login());
        String key = world.house.newKey("browser");
        Patience.until("the key to count", () -> status401());
        Wire.Answer wrong = Wire.post(world.port(), "/login", "{\"key\":\"uc-wrong\"}");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.head().names()).doesNotContain("set-cookie");
        assertThat(
                        Wire.post(
                                        world.port(),
                                        "/login",
                                        "key=" + key,
                                        "Content-Type: application/x-www-form-urlencoded")
                                .status())
                .isEqualTo(401);
        Wire.Answer right = Wire.post(world.port(), "/login", "{\"key\":\"" + key + "\"}");
        assertThat(right.status()).isEqualTo(200);
        assertThat(right.header("set-cookie")).contains("HttpOnly", "SameSite=Strict");
        assertThat(Wire.get(world.port(), "/", cookie(right)).status()).isEqualTo(200);
        assertThat(Wire.get(world.port(), "/", before).status()).isEqualTo(200);
        assertThat(Wire.get(world.port(), "/api/ledger/entries", cookie(right)).status())
                .isEqualTo(200);
        assertThat(Wire.get(world.port(), "/").status()).isEqualTo(303);
        world.house.revoke("browser");
    }

    private boolean status401() {
        try {
            return Wire.get(world.port(), "/v1/models").status() == 401;
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Wire.Answer login() throws Exception {
        return Wire.get(world.port(), "/login?token=" + world.house.pageToken());
    }

    private static String cookie(Wire.Answer answer) {
        return "Cookie: " + answer.header("set-cookie").split(";", 2)[0];
    }
}
