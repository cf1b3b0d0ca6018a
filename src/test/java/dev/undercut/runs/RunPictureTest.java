package dev.undercut.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Usage;
import dev.undercut.compute.Ask;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Trial;
import dev.undercut.compute.run.CallNote;
import dev.undercut.compute.run.Models;
import dev.undercut.compute.run.RunNode;
import dev.undercut.money.Usd;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class RunPictureTest {
    private static final RunHead HEAD =
            new RunHead(
                    "req_1", Instant.EPOCH, null, "m:abmcts", List.of("<b>&\"m\""), "abmcts", "{}");

    private static RunNode node(int id, int parent, @Nullable Double score) {
        Trial trial = new Trial(id, parent, 0, new Ask.Solve(), null, false);
        Outcome outcome =
                score == null
                        ? new Outcome.Failed(Outcome.Reason.ERROR)
                        : new Outcome.Answered("secret text", "secret", score, null, null, "why");
        CallNote note =
                new CallNote(
                        "c" + id,
                        Models.Purpose.TRIAL,
                        "p",
                        "m",
                        Usage.of(1, 2),
                        new Usd(5),
                        false,
                        7,
                        "ok");
        return new RunNode(trial, 1L, 2L, outcome, List.of(note));
    }

    private static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void every_trial_is_a_circle_below_its_parent_and_names_are_escaped() throws Exception {
        List<RunNode> nodes = List.of(node(0, -1, 0.2), node(1, -1, null), node(2, 0, 0.9));
        String tree = RunTree.open(HEAD, "running", nodes);
        assertThat(tree).doesNotContain("secret").contains("\"cost_usd\":0.000000000005");
        Document picture = parsed(RunPicture.svg(tree));
        assertThat(picture.getElementsByTagName("circle").getLength()).isEqualTo(4);
        assertThat(picture.getElementsByTagName("path").getLength()).isEqualTo(3);
        assertThat(picture.getElementsByTagName("circle").item(3).getTextContent())
                .contains("<b>&\"m\"", "score 0.90");
    }

    @Test
    void a_chain_of_thousands_and_an_empty_run_can_be_drawn() throws Exception {
        List<RunNode> chain = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            chain.add(node(i, i - 1, 0.5));
        }
        assertThat(
                        parsed(RunPicture.svg(RunTree.open(HEAD, "running", chain)))
                                .getElementsByTagName("circle")
                                .getLength())
                .isEqualTo(2001);
        parsed(RunPicture.svg(RunTree.open(HEAD, "running", List.of())));
    }
}
