package dev.undercut.web.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.AnswerTable.Part;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One document, from which the doors make theirs. */
class AnswerTableTest {

    @Test
    void a_text_that_a_spreadsheet_would_run_is_made_harmless() {
        var rows = JsonParts.array();
        rows.addObject().put("a", "=1+1").put("b", "x,\"y\"").put("c", -1.5);

        assertThat(Csv.of(rows)).isEqualTo("a,b,c\r\n'=1+1,\"x,\"\"y\"\"\",-1.5\r\n");
    }

    @Test
    void further_tables_follow_the_first_under_their_titles_and_stay_out_of_the_csv() {
        ObjectNode document = JsonParts.object();
        document.putArray("first").addObject().put("a", 1);
        document.putArray("second").addObject().put("b", "two");
        AnswerTable table =
                new AnswerTable(
                        document,
                        "/first",
                        List.of(new Column("A", "a")),
                        List.of(),
                        null,
                        List.of(new Part("Others", "/second", List.of(new Column("B", "b")))));

        assertThat(table.text()).isEqualTo("A\n1\n\nOthers\nB\ntwo\n");
        assertThat(table.csv()).isEqualTo("a\r\n1\r\n");
        assertThat(table.json()).isEqualTo("{\"first\":[{\"a\":1}],\"second\":[{\"b\":\"two\"}]}");
    }
}
