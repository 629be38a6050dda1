/**
 * Search at scale, with Elasticsearch: holds the documents of a search view in an index of a
 * cluster and answers questions about them as {@link dev.daybook.search} says.
 *
 * <p>{@link dev.daybook.elasticsearch.ElasticsearchCluster} is the front door to a cluster, {@link
 * dev.daybook.elasticsearch.ElasticsearchStore} to one view in it. What must always hold: a
 * document of an older event never replaces one of a newer event, because each carries the position
 * of its event as its version; a watermark moves after all that it stands for can be found, and
 * never back; a watermark counts for the very index that it was written beside, so that an index
 * that was lost or made anew is built from the beginning; a request, an answer, a wait and the
 * number of connections are bounded.
 *
 * <p>Elasticsearch is asked for nothing but its core: no scripts, no plugins, and no analyzers, as
 * text is taken apart before it is sent. Any distribution and any hosted cluster of version 8 will
 * do.
 */
@NullMarked
package dev.daybook.elasticsearch;

import org.jspecify.annotations.NullMarked;
