package dev.undercut.market.capability;

import java.util.List;
import java.util.stream.Stream;

/** Where well-known models land, as research on the same scores found, in points. */
record Landing(String model, String effort, double index, double tolerance) {

    static final List<Landing> ALL =
            Stream.of(
                            "davinci default 23 6",
                            "text-davinci-003 default 37 4",
                            "gpt-3.5-turbo-0613 default 42 4",
                            "gpt-4 default 50 0",
                            "gpt-4-0613 default 48 3",
                            "gpt-4-turbo default 55 4",
                            "gpt-4o-mini default 52 5",
                            "gpt-4o default 56 4",
                            "claude-3-opus default 55 4",
                            "claude-3-5-sonnet-20240620 default 58 4",
                            "claude-3-5-sonnet-20241022 default 60 4",
                            "deepseek-v3 default 60 5",
                            "o1-preview default 65 5",
                            "deepseek-r1 default 68 5",
                            "o1 default 70 5",
                            "o3 default 74 5",
                            "gemini-2.5-pro default 74 5",
                            "gpt-5 default 76 5",
                            "gpt-5 high 78 5",
                            "claude-opus-4-5 default 78 6",
                            "gemini-3-pro-preview default 82 6",
                            "gemini-3.1-pro-preview default 83 6",
                            "gpt-5.5 default 85 6",
                            "gpt-5.5 max 89 6",
                            "gpt-5.6-luna max 87 6",
                            "gpt-5.6-luna none 76 10",
                            "gpt-5.6-sol max 90 6",
                            "gpt-5.6-sol none 77 9",
                            "kimi-k3 max 87 6",
                            "glm-5.3 max 87 6",
                            "qwen3.8-max max 87 6",
                            "claude-opus-5 max 93 6",
                            "gpt-6-sol max 95 7",
                            "gpt-6-astra max 96 8",
                            "claude-fable-5-1 max 96 8",
                            "claude-opus-5-5 max 98 8",
                            "llama-2-70b-chat default 37 4",
                            "llama-3-70b-instruct default 47 4",
                            "llama-3.3-70b-instruct default 54 4")
                    .map(line -> line.split(" "))
                    .map(cells ->
                            new Landing(
                                    cells[0],
                                    cells[1],
                                    Double.parseDouble(cells[2]),
                                    Double.parseDouble(cells[3])))
                    .toList();

    static List<Landing> all() {
        return ALL;
    }
}
