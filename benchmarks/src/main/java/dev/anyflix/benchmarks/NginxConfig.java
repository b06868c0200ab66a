package dev.anyflix.benchmarks;

import java.net.URI;
import java.nio.file.Path;

/** A configuration of nginx as a caching proxy. */
enum NginxConfig {

  /** The values that nginx has without a configuration file. */
  DEFAULT("", "proxy_pass http://%s;"),

  /**
   * The values that guides to nginx recommend for cached files: the kernel copies them, headers and
   * the start of a file share a packet, open files are kept open, and connections are reused.
   */
  TUNED(
      """
        sendfile on;
        tcp_nopush on;
        tcp_nodelay on;
        keepalive_timeout 75s;
        open_file_cache max=10000 inactive=60s;
        open_file_cache_valid 60s;
        open_file_cache_min_uses 1;
        upstream origin {
          server %s;
          keepalive 16;
        }
      """,
      """
      proxy_pass http://origin;
            proxy_http_version 1.1;
            proxy_set_header Connection "";""");

  private final String http;
  private final String location;

  NginxConfig(String http, String location) {
    this.http = http;
    this.location = location;
  }

  /**
   * The text of the configuration file.
   *
   * <p>Two lines are the same in both configurations: no access log, because no other server in the
   * comparison writes one, and no limit of requests per connection, because the load generator
   * never reconnects to the others.
   *
   * @param directory for the files that nginx writes
   * @param port to listen on, on loopback
   * @param user who runs the workers, or empty for the user who starts nginx
   */
  String text(Path directory, int port, URI origin, String user) {
    String address = origin.getHost() + ":" + origin.getPort();
    return """
    %1$s
    daemon off;
    worker_processes auto;
    pid %2$s/pid;
    error_log %2$s/error.log;
    events { worker_connections 1024; }
    http {
      access_log off;
      keepalive_requests 1000000000;
    %4$s
      client_body_temp_path %2$s/body;
      proxy_temp_path %2$s/proxy;
      fastcgi_temp_path %2$s/fastcgi;
      uwsgi_temp_path %2$s/uwsgi;
      scgi_temp_path %2$s/scgi;
      proxy_cache_path %2$s/cache keys_zone=answers:10m;
      server {
        listen 127.0.0.1:%3$d;
        location / {
          %5$s
          proxy_cache answers;
          proxy_cache_valid 200 1h;
          add_header X-Cache $upstream_cache_status;
        }
      }
    }
    """
        .formatted(
            user.isEmpty() ? "" : "user " + user + ";",
            directory,
            port,
            http.formatted(address),
            location.formatted(address));
  }
}
