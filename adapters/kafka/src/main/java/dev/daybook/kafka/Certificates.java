package dev.daybook.kafka;

import dev.daybook.kafka.RegistrySettings.Store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Who is trusted, and who one is, from files. */
final class Certificates {

    private Certificates() {}

    /**
     * @throws IllegalArgumentException when a file cannot be read
     */
    static SSLContext context(@Nullable Store trusted, @Nullable Store own) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own == null ? null : keys(own), trusted == null ? null : trust(trusted), null);
            return context;
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new IllegalArgumentException(
                    "The certificates for the schema registry cannot be read: "
                            + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static TrustManager[] trust(Store store) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(open(store));
        return factory.getTrustManagers();
    }

    private static KeyManager[] keys(Store store) throws GeneralSecurityException, IOException {
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(open(store), store.password().toCharArray());
        return factory.getKeyManagers();
    }

    private static KeyStore open(Store store) throws GeneralSecurityException, IOException {
        return KeyStore.getInstance(store.file().toFile(), store.password().toCharArray());
    }
}
