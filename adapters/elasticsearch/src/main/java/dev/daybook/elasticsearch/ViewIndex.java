package dev.daybook.elasticsearch;

import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The index of a view: one for each shape of its documents, a generation, behind an alias that
 * leads to the one that was made last.
 *
 * <p>An older generation is left alone, because during a rolling update the nodes of the older
 * version go on with it, and after a rollback they find it where they left it. Whoever made a newer
 * one is told its name.
 *
 * <p>An index is also given a name of its making, as a hidden alias: an index that somebody deletes
 * and another makes anew has another one. Requests go by that name, so that who has not noticed is
 * told that there is no such index, rather than adding to one that lacks what came before; nor does
 * Elasticsearch then make an index of its own accord.
 */
final class ViewIndex {

    private static final Logger log = LoggerFactory.getLogger(ViewIndex.class);

    private static final Pattern GENERATION = Pattern.compile("[0-9a-f]{8}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ElasticsearchCluster cluster;
    private final IndexShape shape;
    private final String alias;
    private final String name;

    ViewIndex(ElasticsearchCluster cluster, String book, String view, IndexShape shape) {
        this.cluster = cluster;
        this.shape = shape;
        this.alias = book + '-' + view;
        this.name = alias + '-' + shape.generation();
    }

    String name() {
        return name;
    }

    /** Finds or makes the index; returns the name of its making. */
    String open() {
        String making = find();
        boolean missing = making == null;
        if (missing) {
            create();
            making = find();
        }
        if (making == null) {
            throw failed("was deleted as soon as it was made");
        }
        // Whoever makes an index may die before the alias leads to it.
        if (missing || cluster.send("GET", "/_alias/" + alias).status() == 404) {
            pointAlias();
        }
        return making;
    }

    private @Nullable String find() {
        Answer answer = cluster.send("GET", '/' + name + "?features=aliases,mappings");
        if (answer.status() == 404) {
            return null;
        }
        JsonNode index = answer.required("look for the index " + name).body().path(name);
        String making =
                index.path("aliases").propertyNames().stream()
                        .filter(each -> each.startsWith(name + '-'))
                        .findFirst()
                        .orElse(null);
        if (making == null || !shape.fits(index)) {
            throw failed(
                    "is not one that Daybook made. Delete or rename it, and it is built from the"
                            + " journal");
        }
        return making;
    }

    private void create() {
        String making = name + '-' + String.format("%016x", RANDOM.nextLong());
        Answer answer = cluster.send("PUT", '/' + name, shape.creation(making, cluster.settings()));
        if (answer.isError("resource_already_exists_exception")) {
            return; // by another node, at the same time
        }
        if (!answer.required("create the index " + name)
                .body()
                .path("shards_acknowledged")
                .asBoolean(false)) {
            throw failed("has been made and is not ready yet");
        }
    }

    /** Who searches by hand goes by the alias, and sees one generation at a time. */
    private void pointAlias() {
        List<String> older = new ArrayList<>(generations());
        older.remove(name);
        ObjectNode body = Json.object();
        ArrayNode actions = body.putArray("actions");
        older.forEach(each ->
                actions.addObject()
                        .putObject("remove")
                        .put("index", each)
                        .put("alias", alias)
                        .put("must_exist", false));
        actions.addObject().putObject("add").put("index", name).put("alias", alias);
        cluster.send("POST", "/_aliases", body).required("point the alias " + alias);
        log.info(
                "The alias {} leads to the index {}.{}",
                alias,
                name,
                older.isEmpty()
                        ? ""
                        : " Once no node of an older version runs, these can be deleted: " + older);
    }

    /** The indices of this view, of every generation. */
    private List<String> generations() {
        JsonNode found =
                cluster.send(
                                "GET",
                                '/' + alias + "-*?features=aliases&expand_wildcards=open,closed")
                        .required("list the indices of " + alias)
                        .body();
        return found.propertyNames().stream()
                .filter(each -> GENERATION.matcher(each.substring(alias.length() + 1)).matches())
                .sorted()
                .toList();
    }

    /** Removes every generation. */
    void drop() {
        for (String each : generations()) {
            Answer answer = cluster.send("DELETE", '/' + each);
            if (answer.status() != 404) {
                answer.required("delete the index " + each);
            }
        }
    }

    private StorageException failed(String what) {
        String message = "The index " + name + ' ' + what + '.';
        return new StorageException(message, new IOException(message));
    }
}
