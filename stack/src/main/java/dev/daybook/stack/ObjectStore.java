package dev.daybook.stack;

import dev.daybook.stack.ServerProcess.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An object store that speaks S3, with a bucket made for object lock. It stands in for a real one
 * where Daybook is developed: it takes any credentials; and it keeps the retention that is put on
 * an object by a request of its own (the headers of the upload say nothing to it), and tells it,
 * but holds nobody to it. That an object cannot be deleted or replaced, only a real store shows.
 */
public final class ObjectStore implements StackServer {

    /** The bucket that is there from the start. */
    public static final String BUCKET = "daybook-archive";

    /** The region that it says it is in. */
    public static final String REGION = "us-east-1";

    private static final Duration START_MAX = Duration.ofMinutes(3);
    private static final int OK = 200;
    private static final int CONFLICT = 409;

    private final int port;
    private final String accessKey;
    private final String secretKey;
    private final ServerProcess process;

    private ObjectStore(int port, String accessKey, String secretKey, ServerProcess process) {
        this.port = port;
        this.accessKey = accessKey;
        this.secretKey = secretKey;
        this.process = process;
    }

    /**
     * Starts a store on a directory; what it kept there it still has.
     *
     * @param port 0 for any that is free
     * @throws ServerFailedException when it does not start
     */
    public static ObjectStore start(Path directory, int port) {
        return start(directory, port, Lifetime.OF_THIS_PROCESS);
    }

    static ObjectStore start(Path directory, int port, Lifetime lifetime) {
        Path home = directory.toAbsolutePath();
        ServerProcess.prepare(home);
        int actual = Ports.orFree(port);
        try {
            Path data = Files.createDirectories(home.resolve("data"));
            Path loopback = Files.writeString(home.resolve("loopback.xml"), LOOPBACK);
            Program program =
                    new Program(
                            "The object store",
                            home,
                            actual,
                            List.of(
                                    Installation.java(),
                                    "-Xmx256m",
                                    "-XX:+UseSerialGC",
                                    // It is started often and works seldom.
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+ExitOnOutOfMemoryError",
                                    "-Dserver.port=" + actual,
                                    "-Dserver.address=127.0.0.1",
                                    "-Dserver.ssl.enabled=false",
                                    "-Dspring.main.sources=" + loopback.toUri(),
                                    "-Dspring.main.allow-bean-definition-overriding=true",
                                    "-Dspring.main.banner-mode=off",
                                    "-Dcom.adobe.testing.s3mock.httpPort=0",
                                    "-Dcom.adobe.testing.s3mock.max-payload-size=1GB",
                                    "-Dcom.adobe.testing.s3mock.store.region=" + REGION,
                                    "-Dcom.adobe.testing.s3mock.store.root=" + data,
                                    "-Dcom.adobe.testing.s3mock.store.retainFilesOnExit=true",
                                    "-cp",
                                    Installation.classPath("s3"),
                                    "com.adobe.testing.s3mock.S3MockApplication"),
                            Map.of(),
                            () -> hasMadeBucket(actual),
                            START_MAX);
            return new ObjectStore(
                    actual,
                    accessKey(home),
                    secretKey(home),
                    ServerProcess.start(program, lifetime));
        } catch (IOException unwritable) {
            throw ServerFailedException.files(home, unwritable);
        }
    }

    /** Its second port, which it opens on every address of the machine, is kept on loopback. */
    private static final String LOOPBACK =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <beans xmlns="http://www.springframework.org/schema/beans"
                   xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                   xsi:schemaLocation="http://www.springframework.org/schema/beans
                                       http://www.springframework.org/schema/beans/spring-beans.xsd">
              <bean id="httpConnector" class="org.apache.catalina.connector.Connector">
                <constructor-arg>
                  <bean class="org.apache.coyote.http11.Http11NioProtocol">
                    <property name="address" value="127.0.0.1"/>
                  </bean>
                </constructor-arg>
                <property name="port" value="0"/>
              </bean>
            </beans>
            """;

    /** Asked again until it has: its first answers may take longer than one waits for them. */
    private static boolean hasMadeBucket(int port) {
        int status = Http.put(url(port) + "/" + BUCKET, "x-amz-bucket-object-lock-enabled", "true");
        return status == OK || status == CONFLICT;
    }

    static String accessKey(Path directory) throws IOException {
        return Secret.in(directory.resolve("access-key"));
    }

    static String secretKey(Path directory) throws IOException {
        return Secret.in(directory.resolve("secret-key"));
    }

    static boolean isHealthy(int port) {
        return Http.get(url(port) + "/" + BUCKET + "?max-keys=1") == OK;
    }

    /** The endpoint; buckets are named in the path. */
    public String url() {
        return url(port);
    }

    static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    public String accessKey() {
        return accessKey;
    }

    public String secretKey() {
        return secretKey;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isHealthy() {
        return isHealthy(port);
    }

    @Override
    public void close() {
        process.stop();
    }

    @Override
    public void kill() {
        process.kill();
    }
}
