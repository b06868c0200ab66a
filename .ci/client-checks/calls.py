"""Calls every operation below /api/ with the generated client and the description's examples."""

import functools
import json
import re
import sys

import openapi_client

# A title that the demo has; the description's example is one of the Internet Archive itself.
OF_PROVIDER = {"provider": "kitsu", "id": "1"}


def snake(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])|-", "_", name).lower()


class Calls:
    def __init__(self, description, url):
        self.description = description
        client = openapi_client.ApiClient(openapi_client.Configuration(host=url))
        types = [kind for name, kind in vars(openapi_client).items() if name.endswith("Api")]
        self.apis = [kind(client) for kind in types]

    def resolve(self, node):
        names = node["$ref"].split("/")[1:] if "$ref" in node else []
        return functools.reduce(lambda at, name: at[name], names, self.description) if names else node

    def example(self, parameter):
        schema = self.resolve(parameter["schema"])
        return parameter.get("example", schema.get("const", schema.get("enum", [None])[0]))

    def call(self, operation, **values):
        name = snake(operation)
        method = next(getattr(api, name) for api in self.apis if hasattr(api, name))
        return method(**values)

    def run(self):
        calls = 0
        for path, item in self.description["paths"].items():
            if not path.startswith("/api/"):
                continue
            parameters = map(self.resolve, item.get("parameters", []) + item["get"].get("parameters", []))
            values = {snake(it["name"]): self.example(it) for it in parameters if it.get("required")}
            if "{provider}" in path:
                values = {name: OF_PROVIDER.get(name, value) for name, value in values.items()}
            answer = self.call(item["get"]["operationId"], **values)
            assert answer, item["get"]["operationId"]
            calls += 1
        film = self.call("getMovie", id=603)
        assert film.title.preferred and film.next_episode is None
        try:
            self.call("getMovie", id=999999999)
            raise AssertionError("an unknown film must be a problem")
        except openapi_client.ApiException as problem:
            assert problem.status == 404, problem
        print(f"{calls + 2} calls with the Python client")


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        Calls(json.load(file), sys.argv[2]).run()
