package dev.anyflix.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * One field that a GraphQL query selects.
 *
 * @param alias the name it has in the answer
 * @param name the name it has in the schema
 * @param arguments its arguments with variables filled in; those that are null are left out
 * @param selections the fields selected of it
 */
record GraphQlField(
    String alias, String name, Map<String, JsonNode> arguments, List<GraphQlField> selections) {}
