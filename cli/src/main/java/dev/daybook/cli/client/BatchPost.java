package dev.daybook.cli.client;

import dev.daybook.cli.terminal.Complaint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Posts any number of commands in windows, one after the other, so that the order in which they
 * were given is the order in which they are decided. What could not be decided is sent again under
 * the same keys, which the service answers with the first outcome.
 */
public final class BatchPost {

    /**
     * Lines in one request: enough to fill the service's batches, small enough to show progress.
     */
    public static final int WINDOW = 4_000;

    /** How often lines that were not decided are sent again before this gives up. */
    private static final int ATTEMPTS_MAX = 20;

    private final DaybookClient client;
    private final LongConsumer progress;

    /**
     * @param progress told how many commands are answered so far
     */
    public BatchPost(DaybookClient client, LongConsumer progress) {
        this.client = client;
        this.progress = progress;
    }

    /** The answers, in the order of the commands. */
    public List<BatchAnswer> post(List<BatchCommand> commands) {
        List<BatchAnswer> answers = new ArrayList<>(commands.size());
        for (int from = 0; from < commands.size(); from += WINDOW) {
            answers.addAll(
                    window(commands.subList(from, Math.min(commands.size(), from + WINDOW))));
            progress.accept(answers.size());
        }
        return answers;
    }

    private List<BatchAnswer> window(List<BatchCommand> window) {
        Map<String, BatchAnswer> decided = new HashMap<>();
        List<BatchCommand> open = window;
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            if (attempt > ATTEMPTS_MAX) {
                throw new Complaint(
                        "The service did not decide "
                                + open.size()
                                + " commands in "
                                + ATTEMPTS_MAX
                                + " attempts.",
                        "Run the same command again later: what was posted is not posted twice.");
            }
            List<BatchCommand> undecided = new ArrayList<>();
            List<BatchAnswer> answers = client.batch(open);
            for (int i = 0; i < open.size(); i++) {
                BatchAnswer answer = answers.get(i);
                if (answer.isUndecided()) {
                    undecided.add(open.get(i));
                } else {
                    decided.put(answer.key(), answer);
                }
            }
            if (!undecided.isEmpty()) {
                client.pause(attempt);
            }
            open = undecided;
        }
        return window.stream().map(command -> answerTo(command, decided)).toList();
    }

    private static BatchAnswer answerTo(BatchCommand command, Map<String, BatchAnswer> decided) {
        BatchAnswer answer = decided.get(command.key());
        if (answer == null) {
            throw new IllegalStateException("The service did not answer " + command.key() + ".");
        }
        return answer;
    }
}
