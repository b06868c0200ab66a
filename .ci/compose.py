"""Checks the rules of docker-compose.yml: python3 compose.py EFFECTIVE_CONFIGURATION"""
import re
import sys

import yaml

services = yaml.safe_load(open(sys.argv[1]))["services"]
faults = []


def check(holds, service, rule):
    if not holds:
        faults.append(f"{service}: {rule}")


for name, service in services.items():
    command = str(service.get("command", ""))
    ports = [str(port) for port in service.get("ports", [])]
    check(service.get("cap_drop") == ["ALL"], name, "cap_drop is not ALL")
    check("no-new-privileges:true" in service.get("security_opt", []), name, "no no-new-privileges")
    check(service.get("mem_limit"), name, "no memory limit")
    check(service.get("logging", {}).get("options", {}).get("max-size"), name, "logs are not rotated")
    check(re.search(r":(v?\d[\w.-]*|local)$", service["image"]), name, "the image has no version")
    check(all("127.0.0.1" in port for port in ports), name, "a port is open to other machines")
    check("requirepass" not in command or "/tmp/redis.conf" in command, name, "password on the command line")

default = {name for name, service in services.items() if not service.get("profiles")}
check(default == {"redis", "redis-commander"}, "default", f"starts {sorted(default)}")
redis = " ".join(services["redis"]["command"])
check("--maxmemory 256mb --maxmemory-policy volatile-lru" in redis, "redis", "other memory limit")
app = services["app"]
check(app.get("user") not in (None, "0", "0:0", "root"), "app", "runs as root")
check(not app.get("entrypoint") and not app.get("command"), "app", "lacks the JVM options of the image")
check(app.get("restart") == "unless-stopped", "app", "is not started again after an OutOfMemoryError")
check([volume["target"] for volume in app["volumes"]] == ["/anyflix/.env"], "app", "mounts more than .env")
print("\n".join(faults))
sys.exit(1 if faults else 0)
