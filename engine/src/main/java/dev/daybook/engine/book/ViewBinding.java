package dev.daybook.engine.book;

import dev.daybook.engine.view.View;
import dev.daybook.engine.view.ViewStore;

/** A view and the store that holds it. */
public record ViewBinding<E, K, V>(View<E, K, V> view, ViewStore<K, V> store) {}
