package dev.anyflix.upstream.kitsu;

import dev.anyflix.upstream.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A document of resources that point at each other by type and id. Immutable.
 *
 * @see <a href="https://jsonapi.org/format/#document-compound-documents">JSON:API, compound
 *     documents</a>
 */
final class KitsuDocument {

  /** A resource's type and id, which name it within a document. */
  private record Identity(String type, String id) {
    static Identity of(Json resource) {
      return new Identity(
          String.valueOf(resource.text("type")), String.valueOf(resource.text("id")));
    }
  }

  private final Map<Identity, Json> included = new HashMap<>();

  KitsuDocument(Json body) {
    body.list("included").forEach(resource -> included.put(Identity.of(resource), resource));
  }

  /** The resources that a resource points at and that the document includes, in their order. */
  List<Json> related(Json resource, String relationship) {
    Json pointers = resource.at("relationships").at(relationship);
    List<Json> related = new ArrayList<>();
    for (Json pointer :
        pointers.at("data").isObject() ? List.of(pointers.at("data")) : pointers.list("data")) {
      Json found = included.get(Identity.of(pointer));
      if (found != null) {
        related.add(found);
      }
    }
    return related;
  }
}
