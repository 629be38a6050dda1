package dev.daybook.server.problem;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * What Tomcat refuses before any servlet sees it (a malformed request line, bad percent encoding),
 * as a problem instead of a page of HTML. Tomcat makes it by name.
 */
public final class ProblemValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            ProblemWriter.write(response, ErrorPage.ofStatus(status), java.util.Map.of());
        } catch (IOException gone) {
            // The client went away; there is nobody to tell.
            container.getLogger().debug("A client went away before its answer.", gone);
        }
    }
}
