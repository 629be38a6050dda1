package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A key and a certificate for a server on this machine, made with the JDK's own tool. */
public final class SelfSigned {

    private static final String ALIAS = "server";
    private static final String PASSWORD = "changeit";
    private static final int PEM_LINE = 64;

    private final Path directory;

    private SelfSigned(Path directory) {
        this.directory = directory;
    }

    /** Makes them; the files are in the directory. */
    public static SelfSigned in(Path directory) {
        SelfSigned made = new SelfSigned(directory);
        try {
            Files.createDirectories(directory);
            Process keytool =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "keytool")
                                            .toString(),
                                    "-genkeypair",
                                    "-alias",
                                    ALIAS,
                                    "-keyalg",
                                    "EC",
                                    "-dname",
                                    "CN=" + ALIAS,
                                    "-ext",
                                    "san=ip:127.0.0.1",
                                    "-validity",
                                    "2",
                                    "-storetype",
                                    "PKCS12",
                                    "-keystore",
                                    made.keyStore().toString(),
                                    "-storepass",
                                    PASSWORD)
                            .redirectErrorStream(true)
                            .start();
            String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException(said);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        return made;
    }

    /** Key and certificate, as PKCS #12. To be trusted, too. */
    public Path keyStore() {
        return directory.resolve("keys.p12");
    }

    public String password() {
        return PASSWORD;
    }

    /** The key, as PEM. */
    public Path key() {
        return pem(
                "PRIVATE KEY", store -> store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
    }

    /** The certificate, as PEM: whoever trusts it trusts the server. */
    public Path certificate() {
        return pem("CERTIFICATE", store -> store.getCertificate(ALIAS).getEncoded());
    }

    /** For a server in this process. */
    public SSLContext context() {
        try {
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store(), PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private interface Encoding {
        byte[] of(KeyStore store) throws GeneralSecurityException;
    }

    private Path pem(String what, Encoding encoding) {
        try {
            String lines =
                    Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'})
                            .encodeToString(encoding.of(store()));
            return Files.writeString(
                    directory.resolve(what.replace(' ', '-') + ".pem"),
                    "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private KeyStore store() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keyStore())) {
            store.load(file, PASSWORD.toCharArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return store;
    }
}
