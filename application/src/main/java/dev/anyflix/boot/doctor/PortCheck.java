package dev.anyflix.boot.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anyflix.boot.doctor.CheckResult.Status;
import dev.anyflix.settings.ListenAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Checks whether the service can listen on its address, or already does.
 *
 * @param address the address
 */
public record PortCheck(ListenAddress address) implements Check {

  private static final String SUBJECT = "Port";
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  @Override
  public List<CheckResult> run() {
    if (address.port() == 0) {
      return List.of(CheckResult.ok(SUBJECT, "0 selects any free port"));
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address.host(), address.port()));
      return List.of(CheckResult.ok(SUBJECT, address.port() + " is free"));
    } catch (IOException e) {
      return List.of(
          version()
              .map(version -> CheckResult.ok(SUBJECT, running(version)))
              .orElseGet(() -> failed(e)));
    }
  }

  private String running(String version) {
    return "%d: Anyflix %s is already running there".formatted(address.port(), version);
  }

  private CheckResult failed(IOException failure) {
    ListenAddress.Failure reason = address.explain(failure);
    return new CheckResult(Status.FAIL, SUBJECT, reason.problem(), reason.action());
  }

  /** The version of the Anyflix that listens there; empty if another program does. */
  private Optional<String> version() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address.url().resolve("/")).timeout(TIMEOUT).build();
      JsonNode answer =
          new JsonMapper().readTree(client.send(request, BodyHandlers.ofByteArray()).body());
      return answer.path("name").asText().equals("Anyflix")
          ? Optional.of(answer.path("version").asText())
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
