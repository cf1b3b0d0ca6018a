package dev.undercut.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.dialect.gemini.CallMemory.Kept;
import org.junit.jupiter.api.Test;

class CallMemoryTest {

    @Test
    void the_least_used_call_is_forgotten_first() {
        CallMemory memory = new CallMemory(2, 1_000);
        memory.keep("a", new Kept("1", null));
        memory.keep("b", new Kept("2", null));
        memory.of("a");

        memory.keep("c", new Kept("3", null));

        assertThat(memory.of("b")).isNull();
        assertThat(memory.of("a")).isEqualTo(new Kept("1", null));
        assertThat(memory.of("c")).isEqualTo(new Kept("3", null));
    }

    @Test
    void the_size_of_all_signatures_is_bounded() {
        CallMemory memory = new CallMemory(100, 10);
        memory.keep("a", new Kept("123456", "x"));
        memory.keep("a", new Kept("1234567", null));
        memory.keep("b", new Kept("123", null));

        assertThat(memory.of("a")).isNotNull();

        memory.keep("c", new Kept("1", null));

        assertThat(memory.of("b")).isNull();
        memory.keep("d", new Kept("12345678901", null));
        assertThat(memory.of("d")).isNull();
    }
}
