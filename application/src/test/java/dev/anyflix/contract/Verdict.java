package dev.anyflix.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anyflix.contract.Contract.Operation;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is wrong with one answer by the contract. Not thread safe. */
final class Verdict {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is answered by the rules of HTTP, whatever the operation is. */
  private static final Set<Integer> OF_ANY_OPERATION = Set.of(413, 414, 431);

  /** Headers of HTTP itself and of the security of browsers, which belong to no operation. */
  private static final Set<String> OF_ANY_ANSWER =
      Set.of(
          "allow",
          "connection",
          "content-length",
          "content-security-policy",
          "content-type",
          "cross-origin-opener-policy",
          "cross-origin-resource-policy",
          "date",
          "permissions-policy",
          "referrer-policy",
          "transfer-encoding",
          "vary",
          "x-content-type-options",
          "x-frame-options");

  /** Paths that are no part of the API: files of pages, and a protocol that others define. */
  private static final List<String> ASSETS =
      List.of("/docs/", "/admin/assets/", "/showcase/", "/favicon.ico", "/stremio/");

  private final Contract contract;
  private final String method;
  private final int status;
  private final HttpHeaders headers;
  private final String body;
  private final List<String> problems = new ArrayList<>();

  private Verdict(Contract contract, String method, int status, HttpHeaders headers, String body) {
    this.contract = contract;
    this.method = method;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** Whether a path is that of a file that belongs to a page. */
  static boolean isAsset(String path) {
    return ASSETS.stream().anyMatch(path::startsWith);
  }

  /**
   * What is wrong with an answer; empty when nothing.
   *
   * @param rawPath the path asked for, as it was sent
   * @param body the body, not compressed; empty when there is none
   */
  static List<String> on(
      Contract contract,
      String method,
      String rawPath,
      int status,
      HttpHeaders headers,
      String body) {
    if (isAsset(rawPath)) {
      return List.of();
    }
    var verdict = new Verdict(contract, method, status, headers, body);
    verdict.judge(rawPath);
    return verdict.problems;
  }

  private void judge(String rawPath) {
    Optional<String> template = contract.template(rawPath);
    Optional<Operation> operation = template.flatMap(path -> contract.operation(method, path));
    if (operation.isPresent()) {
      judge(operation.get());
    } else if (method.equals("OPTIONS") && status == 204) {
      requireNoBody();
    } else {
      int expected = template.isPresent() ? 405 : 404;
      if (status != expected && status != 400 && !OF_ANY_OPERATION.contains(status)) {
        problems.add("the contract lacks the route, yet the answer is not " + expected);
      }
      check(problem());
    }
  }

  private void judge(Operation operation) {
    JsonNode responses = operation.node().get("responses");
    JsonNode response = responses.get(Integer.toString(status));
    if (response != null) {
      check(contract.resolve(response));
    } else if (OF_ANY_OPERATION.contains(status)) {
      check(problem());
    } else {
      problems.add("the contract does not list the status with the operation");
    }
  }

  private JsonNode problem() {
    return contract.root().at("/components/responses/Problem");
  }

  private void check(JsonNode response) {
    for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
      check(header.getKey(), contract.resolve(header.getValue()));
    }
    for (String name : headers.map().keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!OF_ANY_ANSWER.contains(lower)
          && !lower.startsWith("access-control-")
          && response
              .path("headers")
              .propertyStream()
              .noneMatch(h -> h.getKey().equalsIgnoreCase(name))) {
        problems.add("the contract does not list the header " + name);
      }
    }
    if (method.equals("HEAD") || !response.has("content")) {
      requireNoBody();
    } else {
      checkBody(response.get("content"));
    }
  }

  private void check(String name, JsonNode header) {
    List<String> values = headers.allValues(name);
    if (values.isEmpty()) {
      if (header.path("required").asBoolean()) {
        problems.add("the header " + name + " is missing");
      }
      return;
    }
    String value = String.join(", ", values);
    boolean number = header.at("/schema/type").asText().equals("integer");
    JsonNode typed =
        number && value.matches("-?\\d+")
            ? LongNode.valueOf(Long.parseLong(value))
            : TextNode.valueOf(value);
    contract
        .violations(header.get("schema"), typed)
        .forEach(violation -> problems.add(name + " is '" + value + "': " + violation));
  }

  private void requireNoBody() {
    if (!body.isEmpty()) {
      problems.add("there is a body");
    }
  }

  private void checkBody(JsonNode content) {
    String type = headers.firstValue("Content-Type").orElse("").split(";", 2)[0].strip();
    JsonNode media = content.get(type);
    if (media == null) {
      problems.add("the contract does not list the content type '" + type + "'");
      return;
    }
    try {
      JsonNode value = type.endsWith("json") ? JSON.readTree(body) : TextNode.valueOf(body);
      problems.addAll(contract.violations(media.get("schema"), value));
      if (type.equals("application/problem+json") && value.path("status").asInt() != status) {
        problems.add("the problem speaks of another status");
      }
    } catch (JsonProcessingException e) {
      problems.add("the body is no JSON");
    }
  }
}
