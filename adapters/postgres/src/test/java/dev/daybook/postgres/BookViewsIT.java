package dev.daybook.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.ViewBehindException;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.postgres.Counters.Command;
import dev.daybook.postgres.Counters.Event;
import dev.daybook.postgres.Counters.State;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The views of a book, on a real server. */
class BookViewsIT extends CounterBook {

    @Test
    void viewsFollowAndARebuiltOneIsEqual() throws Exception {
        Receipt<State, Event> last = null;
        for (int i = 0; i < 300; i++) {
            last = run(node, new Command.Add("c" + i % 5, i));
        }
        node.book().views().await("tallies", last.position(), Duration.ofSeconds(10));
        node.book().views().await("totals", last.position(), Duration.ofSeconds(10));
        Map<String, Counters.Tally> grown = new HashMap<>();
        node.tallies().scan(grown::put);
        assertThat(grown).hasSize(5);
        assertThat(grown.get("c0").events()).isEqualTo(60);
        node.book().close();
        node.tallies().drop();
        Node again = node(CommitLimits.STANDARD);
        again.book().views().await("tallies", last.position(), Duration.ofSeconds(10));
        Map<String, Counters.Tally> rebuilt = new HashMap<>();
        again.tallies().scan(rebuilt::put);
        assertThat(rebuilt).isEqualTo(grown);
    }

    @Test
    void aSecondWriterOfAViewIsRefusedAndAppliesNothing() {
        var view = new KeyedView<>("shared", 1, Counters.Tally.class, Set.of(), tallies);
        PostgresViews views = new PostgresViews(settings, name);
        open.addFirst(views);
        var first = views.keyed(view);
        var second = views.keyed(view);
        Set<Integer> lanes = Set.of(Lanes.ALL);
        assertThat(first.open(lanes)).isEqualTo(Progress.all(0));
        assertThat(second.open(lanes)).isEqualTo(Progress.all(0));
        first.save(List.of(new Write<>("a", 1, new Counters.Tally(1, 1))), Progress.all(5));
        assertThatThrownBy(() ->
                        second.save(
                                List.of(new Write<>("a", 1, new Counters.Tally(9, 9))),
                                Progress.all(6)))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("somebody else writes to it");
        assertThat(first.get("a")).contains(new Counters.Tally(1, 1));
        assertThat(second.open(lanes)).isEqualTo(Progress.all(5));
        second.save(List.of(new Write<>("a", 6, null)), Progress.all(6));
        assertThat(first.get("a")).isEmpty();
    }

    @Test
    void writersOfDifferentLanesGoOnBesideEachOtherAndOfTheSameLaneOneIsRefused() {
        var view = new KeyedView<>("laned", 1, Counters.Tally.class, Set.of(), tallies);
        PostgresViews views = new PostgresViews(settings, name);
        open.addFirst(views);
        var first = views.keyed(view);
        var second = views.keyed(view);
        assertThat(first.open(Set.of(0, 1))).isEqualTo(Progress.of(Map.of(0, 0L, 1, 0L)));
        assertThat(second.open(Set.of(1, 2))).isEqualTo(Progress.of(Map.of(1, 0L, 2, 0L)));
        first.save(
                List.of(new Write<>("a", 4, new Counters.Tally(1, 1))), Progress.of(Map.of(0, 4L)));
        second.save(
                List.of(new Write<>("b", 5, new Counters.Tally(2, 2))),
                Progress.of(Map.of(1, 5L, 2, 3L)));
        assertThatThrownBy(() ->
                        first.save(
                                List.of(new Write<>("c", 6, new Counters.Tally(9, 9))),
                                Progress.of(Map.of(0, 6L, 1, 6L))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("somebody else writes to it");
        assertThat(first.get("c")).isEmpty();
        assertThat(first.progress()).isEqualTo(Progress.of(Map.of(0, 4L, 1, 5L, 2, 3L)));
        assertThat(first.open(Set.of(0, 1))).isEqualTo(Progress.of(Map.of(0, 4L, 1, 5L)));
        assertThat(first.get("a")).as("opening anew drops nothing").isPresent();
    }

    @Test
    void aPoisonedEventParksItsEntityInThatViewAndNothingElse() throws Exception {
        run(node, new Command.Add("sick", 1));
        run(node, new Command.Add("sick", 666));
        run(node, new Command.Add("sick", 2));
        Receipt<State, Event> last = run(node, new Command.Add("healthy", 3));
        node.book().views().await("tallies", last.position(), Duration.ofSeconds(10));
        node.book().views().await("totals", last.position(), Duration.ofSeconds(10));
        assertThat(node.tallies().get("sick")).contains(new Counters.Tally(1, 1));
        assertThat(node.tallies().get("healthy")).contains(new Counters.Tally(3, 1));
        var runner = node.book().views().runner("tallies");
        assertThat(runner.parked()).hasSize(2);
        assertThat(runner.status().parkedEntities()).isEqualTo(1);
        assertThat(node.book().views().runner("totals").status().parkedEntities()).isZero();
        assertThat(runner.retry(Counters.id("sick")).get(10, TimeUnit.SECONDS)).isZero();
        tallies.cured = true;
        assertThat(runner.retry(Counters.id("sick")).get(10, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(node.tallies().get("sick")).contains(new Counters.Tally(669, 3));
        assertThat(runner.parked()).isEmpty();
    }

    @Test
    void aNodeHearsWhatAnotherNodeHasWritten() throws Exception {
        Node other = node(CommitLimits.STANDARD);
        Receipt<State, Event> receipt = run(other, new Command.Add("a", 1));
        node.book().views().await("tallies", receipt.position(), Duration.ofSeconds(10));
        assertThat(node.book().feed().head()).isEqualTo(receipt.position());
    }

    @Test
    void aPausedViewShowsNothingNewAndAReaderIsToldSo() throws Exception {
        Receipt<State, Event> before = run(node, new Command.Add("a", 1));
        node.book().views().await("tallies", before.position(), Duration.ofSeconds(10));
        node.book().views().runner("tallies").pause();
        Receipt<State, Event> receipt = run(node, new Command.Add("a", 1));
        node.book().views().await("totals", receipt.position(), Duration.ofSeconds(10));
        assertThatThrownBy(() ->
                        node.book()
                                .views()
                                .await("tallies", receipt.position(), Duration.ofMillis(50)))
                .isInstanceOf(ViewBehindException.class)
                .hasMessageContaining("tallies");
        node.book().views().runner("tallies").resume();
        node.book().views().await("tallies", receipt.position(), Duration.ofSeconds(10));
    }

    @Test
    void anExplanationFollowsACommandIntoEachView() throws Exception {
        Receipt<State, Event> receipt = run(node, new Command.Add("a", 1));
        node.book().views().await("tallies", receipt.position(), Duration.ofSeconds(10));
        node.book().views().await("totals", receipt.position(), Duration.ofSeconds(10));
        var explanation = node.book().explainer().explain(receipt.command()).orElseThrow();
        assertThat(explanation.verdict().code()).isEqualTo("on-time");
        assertThat(explanation.stages())
                .extracting(s -> s.stage())
                .containsExactly("received", "decided", "visible", "visible");
        Receipt<State, Event> refused = run(node, new Command.Move("x", "y", 1));
        assertThat(
                        node.book()
                                .explainer()
                                .explain(refused.command())
                                .orElseThrow()
                                .verdict()
                                .code())
                .isEqualTo("rejected");
    }
}
