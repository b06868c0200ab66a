package dev.anyflix.boot.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anyflix.boot.doctor.Finding.Level;
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
 * Looks whether the service could listen at an address, or does so already.
 *
 * @param address where
 */
public record PortCheck(ListenAddress address) implements Check {

  private static final String SUBJECT = "Port";
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  @Override
  public List<Finding> run() {
    if (address.port() == 0) {
      return List.of(Finding.ok(SUBJECT, "0, which takes any free one"));
    }
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address.host(), address.port()));
      return List.of(Finding.ok(SUBJECT, address.port() + " is free"));
    } catch (IOException e) {
      return List.of(
          version()
              .map(version -> Finding.ok(SUBJECT, serves(version)))
              .orElseGet(() -> refused(e)));
    }
  }

  private String serves(String version) {
    return "%d: an Anyflix %s serves there already".formatted(address.port(), version);
  }

  private Finding refused(IOException failure) {
    ListenAddress.Refusal refusal = address.refusal(failure);
    return new Finding(Level.FAULT, SUBJECT, refusal.problem(), refusal.advice());
  }

  /** The version of the Anyflix that answers there; empty when it is something else. */
  private Optional<String> version() {
    HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    try {
      HttpRequest request =
          HttpRequest.newBuilder(address.url().resolve("/")).timeout(PATIENCE).build();
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
