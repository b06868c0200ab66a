package dev.anyflix.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.anyflix.demo.DemoOptions;
import dev.anyflix.demo.DemoUpstream;
import dev.anyflix.domain.budget.Quota;
import dev.anyflix.domain.budget.TokenBucket;
import dev.anyflix.domain.media.AniListSearch;
import dev.anyflix.domain.media.AniListSource;
import dev.anyflix.domain.media.AnimeSearch;
import dev.anyflix.domain.media.Call;
import dev.anyflix.domain.media.MediaBatch;
import dev.anyflix.domain.media.MediaById;
import dev.anyflix.domain.media.MediaFormat;
import dev.anyflix.domain.media.MediaKind;
import dev.anyflix.domain.media.MediaSort;
import dev.anyflix.domain.media.MediaStatus;
import dev.anyflix.domain.media.PageRequest;
import dev.anyflix.domain.media.SeasonOfYear;
import dev.anyflix.upstream.SharedHttp;
import dev.anyflix.upstream.UpstreamConfig;
import dev.anyflix.upstream.UpstreamListener;
import dev.anyflix.upstream.anilist.AniListHttpSource;
import graphql.ExecutionInput;
import graphql.GraphQL;
import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.DataFetcher;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.FieldWiringEnvironment;
import graphql.schema.idl.MockedWiringFactory;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.ScalarWiringEnvironment;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo's answers to the service's AniList queries, executed against AniList's own schema. */
@Tag("recorded")
class DemoSchemaTest {

  private static final JsonMapper JSON = new JsonMapper();

  private record Exchange(Map<String, Object> request, Map<String, Object> response) {}

  /** Forwards requests to the demo and records them with their responses. */
  private static final class RecordingProxy implements AutoCloseable {
    final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI target;
    private final HttpServer server;

    RecordingProxy(URI target) throws IOException {
      this.target = target;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::forward);
      server.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void forward(HttpExchange exchange) throws IOException {
      try (exchange) {
        byte[] request = exchange.getRequestBody().readAllBytes();
        byte[] response =
            client.send(post(request), HttpResponse.BodyHandlers.ofByteArray()).body();
        exchanges.add(new Exchange(read(request), read(response)));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, response.length);
        exchange.getResponseBody().write(response);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private HttpRequest post(byte[] body) {
      return HttpRequest.newBuilder(target)
          .POST(HttpRequest.BodyPublishers.ofByteArray(body))
          .build();
    }

    private static Map<String, Object> read(byte[] json) throws IOException {
      return JSON.readValue(json, new TypeReference<>() {});
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** Reads fields from the demo's answer and notes those that it lacks. */
  private static final class AnswerWiring extends MockedWiringFactory {
    final TreeSet<String> missing = new TreeSet<>();

    @Override
    public boolean providesDataFetcher(FieldWiringEnvironment environment) {
      return false;
    }

    @Override
    public DataFetcher<?> getDefaultDataFetcher(FieldWiringEnvironment environment) {
      String name = environment.getFieldDefinition().getName();
      return fetching -> {
        Map<?, ?> object = fetching.getSource();
        if (!object.containsKey(name)) {
          missing.add(environment.getParentType().getName() + "." + name);
        }
        return object.get(name);
      };
    }

    @Override
    public GraphQLScalarType getScalar(ScalarWiringEnvironment environment) {
      return GraphQLScalarType.newScalar()
          .name(environment.getScalarTypeDefinition().getName())
          .coercing(new Verbatim())
          .build();
    }
  }

  private static final class Verbatim implements Coercing<Object, Object> {
    @Override
    public Object serialize(Object value, GraphQLContext context, Locale locale) {
      return value;
    }

    @Override
    public Object parseValue(Object value, GraphQLContext context, Locale locale) {
      return value;
    }

    @Override
    public Object parseLiteral(
        Value<?> value, CoercedVariables variables, GraphQLContext context, Locale locale) {
      return value instanceof StringValue text ? text.getValue() : value.toString();
    }
  }

  @Test
  void answersToTheServicesQueriesFitTheSchema() throws Exception {
    List<Exchange> exchanges = record();
    AnswerWiring wiring = new AnswerWiring();
    GraphQL graphql = GraphQL.newGraphQL(schema(wiring)).build();

    for (Exchange exchange : exchanges) {
      assertThat(exchange.response()).doesNotContainKey("errors");
      var result = graphql.execute(input(exchange));
      assertThat(result.getErrors()).isEmpty();
    }

    assertThat(wiring.missing).isEmpty();
    assertThat(exchanges).hasSize(6);
  }

  private static ExecutionInput input(Exchange exchange) throws IOException {
    return ExecutionInput.newExecutionInput((String) exchange.request().get("query"))
        .variables(JSON.convertValue(exchange.request().get("variables"), new TypeReference<>() {}))
        .root(exchange.response().get("data"))
        .build();
  }

  /** Has the service's source ask the demo each kind of question. */
  private static List<Exchange> record() throws IOException {
    Clock clock = Clock.systemUTC();
    try (DemoUpstream demo = DemoUpstream.start(DemoOptions.HEALTHY, clock);
        RecordingProxy proxy = new RecordingProxy(demo.url("ANILIST_URL"));
        SharedHttp http = new SharedHttp("test", clock, UpstreamListener.NONE)) {
      AniListSource source =
          new AniListHttpSource(
              http,
              new UpstreamConfig(
                  proxy.url(),
                  Duration.ofSeconds(20),
                  new TokenBucket(Quota.perSecond(1000), clock)));
      Call call = Call.before(Instant.now().plusSeconds(60));
      source.media(new MediaById(21), call);
      source.mediaBatch(new MediaBatch(List.of(1, 16498)), call);
      source.searchAnime(new AnimeSearch("naruto", 1, 20), call);
      source.trending(new PageRequest(1, 50), call);
      source.popular(new PageRequest(2, 50), call);
      source.search(
          new AniListSearch(
              "a",
              MediaKind.ANIME,
              MediaFormat.TV,
              MediaStatus.FINISHED,
              SeasonOfYear.SPRING,
              2013,
              List.of("Action"),
              List.of("Gore"),
              MediaSort.SCORE_DESC,
              false,
              1,
              50),
          call);
      return new ArrayList<>(proxy.exchanges);
    }
  }

  private static GraphQLSchema schema(AnswerWiring wiring) {
    Path root = Path.of("").toAbsolutePath();
    while (root.getParent() != null && !Files.isRegularFile(root.resolve("LICENSE"))) {
      root = root.getParent();
    }
    try {
      TypeDefinitionRegistry types =
          new SchemaParser()
              .parse(Files.readString(root.resolveSibling("shared/specs/anilist.graphqls")));
      types.types().values().stream()
          .filter(type -> type.getName().startsWith("__"))
          .toList()
          .forEach(types::remove);
      return new SchemaGenerator()
          .makeExecutableSchema(
              types, RuntimeWiring.newRuntimeWiring().wiringFactory(wiring).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
