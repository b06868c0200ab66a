package dev.anyflix.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anyflix.boot.AnyItemProvider;
import dev.anyflix.boot.App;
import dev.anyflix.boot.DemoService;
import dev.anyflix.contract.Contract.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The running service against its own description: the same routes, the same limits. */
final class ContractServiceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = new ContractClient();

  @RegisterExtension
  private static final DemoService SERVICE =
      DemoService.of(
          Map.of(
              "ANILIST_REQUESTS_PER_MINUTE", "6000",
              "TMDB_REQUESTS_PER_SECOND", "1000",
              "TMDB_API_KEY", "key"),
          settings ->
              App.with(settings)
                  .provider(new AnyItemProvider("archive"))
                  .provider(new AnyItemProvider("kitsu")));

  static Stream<Operation> operations() {
    return Contract.SHIPPED.operations().stream();
  }

  private static boolean endless(Operation operation) {
    return operation.node().at("/responses/200/content").has("text/event-stream");
  }

  static Stream<Operation> operationsThatEnd() {
    return operations().filter(operation -> !endless(operation));
  }

  /** Operations that refuse parameters they do not know. */
  static Stream<Operation> strictOperations() {
    return operations()
        .filter(operation -> operation.path().startsWith("/api/"))
        .filter(operation -> operation.node().at("/responses/400").isObject());
  }

  private static HttpResponse<String> send(Target target) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + SERVICE.port() + target))
            .method(target.operation().method(), BodyPublishers.noBody())
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static String body(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(SERVICE.app().url().resolve(path)).build();
    return CLIENT.send(request, BodyHandlers.ofString()).body();
  }

  /** A request made of the examples, with a key that is there when one is needed. */
  private static Target example(Operation operation) throws Exception {
    Target target = Target.of(operation);
    if (operation.path().contains("{key}")) {
      body("/api/anilist/media/1");
      return target.with("key", JSON.readTree(body("/admin/cache/keys")).at("/keys/0").asText());
    }
    return target;
  }

  @Test
  void theServiceHasTheRoutesOfTheContractAndNoOthers() {
    Set<String> described =
        operations().map(Operation::name).collect(Collectors.toUnmodifiableSet());

    assertThat(describedRoutes().filter(route -> !route.startsWith("HEAD ")))
        .containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void headIsThereWhereverGetIs() {
    assertThat(describedRoutes().filter(route -> route.startsWith("HEAD ")))
        .containsExactlyInAnyOrderElementsOf(
            operations()
                .map(Operation::name)
                .filter(name -> name.startsWith("GET "))
                .map(name -> name.replace("GET ", "HEAD "))
                .toList());
  }

  /** The routes without the assets of pages, which are no part of the API. */
  private static Stream<String> describedRoutes() {
    return SERVICE.app().routes().stream()
        .filter(route -> !Verdict.isAsset(route.split(" ", 2)[1]));
  }

  @ParameterizedTest
  @MethodSource("operationsThatEnd")
  void theExampleOfEachOperationSucceeds(Operation operation) throws Exception {
    assertThat(send(example(operation)).statusCode())
        .as("%s over the built-in upstream", operation.name())
        .isIn(200, 202);
  }

  @Test
  void theEventsAreThoseOfTheContract() throws Exception {
    Operation operation =
        operations().filter(ContractServiceTest::endless).findFirst().orElseThrow();
    HttpRequest request =
        HttpRequest.newBuilder(SERVICE.app().url().resolve(operation.path())).build();
    HttpResponse<Stream<String>> response =
        HttpClient.newHttpClient().send(request, BodyHandlers.ofLines());
    List<String> lines;
    try (Stream<String> stream = response.body()) {
      lines = stream.limit(12).toList();
    }

    assertThat(
            Verdict.on(
                Contract.SHIPPED,
                "GET",
                operation.path(),
                response.statusCode(),
                response.headers(),
                String.join("\n", lines)))
        .isEmpty();
    JsonNode events =
        operation.node().at("/responses/200/content").get("text/event-stream").get("x-events");
    List<String> names = List.of("history", "stats", "warm", "history");
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      assertThat(lines.get(3 * i)).isEqualTo("event: " + name);
      assertThat(violations(events.get(name), lines.get(3 * i + 1))).as(name).isEmpty();
    }
  }

  private static List<String> violations(JsonNode schema, String line) throws IOException {
    assertThat(line).startsWith("data: ");
    return Contract.SHIPPED.violations(schema, JSON.readTree(line.substring(6)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void eachParameterHasTheRangeOfTheContract(Operation operation) throws Exception {
    Target example = example(operation);
    for (JsonNode parameter : operation.parameters()) {
      String name = parameter.get("name").asText();
      boolean inPath = parameter.get("in").asText().equals("path");
      if (!inPath && !parameter.get("in").asText().equals("query")) {
        continue;
      }
      Range range = Range.of(Contract.SHIPPED.resolve(parameter.get("schema")));
      for (List<String> values : range.inside()) {
        HttpResponse<String> response = send(example.with(name, values));
        assertThat(response.statusCode()).as(name + "=" + values).isNotEqualTo(400);
      }
      for (List<String> values : range.outside()) {
        HttpResponse<String> response = send(example.with(name, values));
        if (inPath && response.statusCode() == 404) {
          continue;
        }
        assertThat(response.statusCode()).as(name + "=" + values).isEqualTo(400);
        assertThat(response.body()).as(name + "=" + values).contains(name);
      }
      if (!inPath && parameter.path("required").asBoolean()) {
        assertThat(send(example.without(name)).statusCode()).as(name).isEqualTo(400);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("strictOperations")
  void aParameterThatTheContractLacksIsRefused(Operation operation) throws Exception {
    HttpResponse<String> response = send(example(operation).with("surplus", "1"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).at("/errors").findValuesAsText("parameter"))
        .containsExactly("surplus");
  }

  @ParameterizedTest
  @MethodSource("strictOperations")
  void aDefaultLeftOutOrSpeltOutIsTheSameRequest(Operation operation) throws Exception {
    Target example = example(operation);
    send(example);
    for (JsonNode parameter : operation.parameters()) {
      JsonNode byDefault = Contract.SHIPPED.resolve(parameter.path("schema")).path("default");
      if (!byDefault.isMissingNode()) {
        Target spelt = example.with(parameter.get("name").asText(), byDefault.asText());
        assertThat(send(spelt).headers().firstValue("Cache-Status").orElse("")).contains("hit");
      }
    }
  }
}
