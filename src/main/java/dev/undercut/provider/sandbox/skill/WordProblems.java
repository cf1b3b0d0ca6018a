package dev.undercut.provider.sandbox.skill;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Word problems, read from their text by the patterns of the templates. */
final class WordProblems implements Skill {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final List<Template> templates;

    WordProblems(List<Template> templates) {
        this.templates = templates;
    }

    @Override
    public Optional<Task> recognise(String text) {
        String line = BLANKS.matcher(text).replaceAll(" ");
        Template.Reading last = null;
        for (Template template : templates) {
            Optional<Template.Reading> reading = template.read(line);
            if (reading.isPresent() && (last == null || reading.get().at() > last.at())) {
                last = reading.get();
            }
        }
        return last == null ? Optional.empty() : Optional.ofNullable(last.task());
    }
}
