package dev.daybook.server.http;

import dev.daybook.server.problem.ProblemWriter;
import dev.daybook.server.problem.TooLargeException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Map;

/** Bounds the bodies of requests, announced or not. */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
public final class BodyLimit extends OncePerRequestFilter {

    private static final long SINGLE_BYTES_MAX = 1_000_000;
    public static final long BATCH_BYTES_MAX = 32_000_000;

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long max =
                request.getRequestURI().equals("/v1/commands/batch")
                        ? BATCH_BYTES_MAX
                        : SINGLE_BYTES_MAX;
        if (request.getContentLengthLong() > max) {
            ProblemWriter.write(response, new TooLargeException(max).problem(), Map.of());
            return;
        }
        chain.doFilter(new BoundedRequest(request, max), response);
    }

    private static final class BoundedRequest extends HttpServletRequestWrapper {

        private final long max;

        BoundedRequest(HttpServletRequest request, long max) {
            super(request);
            this.max = max;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new BoundedStream(super.getInputStream(), max);
        }
    }

    private static final class BoundedStream extends ServletInputStream {

        private final ServletInputStream in;
        private final long max;
        private long read;

        BoundedStream(ServletInputStream in, long max) {
            this.in = in;
            this.max = max;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) throws TooLargeException {
            read += bytes;
            if (read > max) {
                throw new TooLargeException(max);
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
