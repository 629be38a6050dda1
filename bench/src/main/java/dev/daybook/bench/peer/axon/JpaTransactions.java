package dev.daybook.bench.peer.axon;

import static java.util.Objects.requireNonNull;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;

import org.axonframework.common.jpa.EntityManagerProvider;
import org.axonframework.messaging.core.unitofwork.transaction.Transaction;
import org.axonframework.messaging.core.unitofwork.transaction.TransactionManager;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * Transactions of a thread, as Spring's manager of JPA transactions has them: whoever starts one
 * while another is open takes part in it, and the outermost decides.
 */
final class JpaTransactions implements TransactionManager, EntityManagerProvider {

    private final EntityManagerFactory entities;

    /** Of this object, as each run has a database of its own. */
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Open> current = new ThreadLocal<>();

    JpaTransactions(EntityManagerFactory entities) {
        this.entities = entities;
    }

    @Override
    public boolean requiresSameThreadInvocations() {
        return true;
    }

    @Override
    public Transaction startTransaction() {
        Open open = current.get();
        if (open != null) {
            return new Part(open);
        }
        Open begun = new Open(entities.createEntityManager());
        begun.manager.getTransaction().begin();
        current.set(begun);
        return begun;
    }

    /** Whoever gets it closes it, which does nothing until the transaction is over. */
    @Override
    public EntityManager getEntityManager() {
        return requireNonNull(current.get(), "There is no transaction.").shared;
    }

    private final class Open implements Transaction {

        private final EntityManager manager;
        private final EntityManager shared;
        private boolean over;

        Open(EntityManager manager) {
            this.manager = manager;
            this.shared = unclosed(manager);
        }

        @Override
        public void commit() {
            end(() -> manager.getTransaction().commit());
        }

        /** Also called after a commit that failed. */
        @Override
        public void rollback() {
            end(() -> manager.getTransaction().rollback());
        }

        private void end(Runnable how) {
            if (over) {
                return;
            }
            over = true;
            current.remove();
            try (manager) {
                how.run();
            }
        }
    }

    /** Someone who takes part. */
    private record Part(Transaction outermost) implements Transaction {

        @Override
        public void commit() {
            // The outermost does.
        }

        @Override
        public void rollback() {
            outermost.rollback();
        }
    }

    private static EntityManager unclosed(EntityManager manager) {
        return (EntityManager)
                Proxy.newProxyInstance(
                        EntityManager.class.getClassLoader(),
                        new Class<?>[] {EntityManager.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("close")) {
                                return null;
                            }
                            try {
                                return method.invoke(manager, arguments);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
    }
}
