#!/usr/bin/env python3
"""Makes the resources of azurerm-4.55.0.json from what the vendor generated from the provider's own schema:

    npm pack @cdktf/provider-azurerm@14.23.1 && tar xzf cdktf-provider-azurerm-14.23.1.tgz
    ./extract.py package/.jsii azurerm_resource_group azurerm_storage_account ...

Which attributes are both optional and computed is not in there, and lists and sets look the same.
"""
import json
import re
import sys

ROOT = "@cdktf/provider-azurerm."
META = {"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioners", "timeouts"}
SCALARS = {"string": "string", "number": "number", "boolean": "bool", "any": "dynamic"}

with open(sys.argv[1]) as manifest:
    types = json.load(manifest)["types"]


def snake(name):
    return re.sub(r"([A-Z])", lambda letter: "_" + letter.group(1).lower(), name)


def kind(of):
    """The Terraform type, or the block's fully qualified name."""
    if "primitive" in of:
        return SCALARS[of["primitive"]], None
    if "union" in of:
        return kind(next(one for one in of["union"]["types"] if one.get("fqn") != "cdktf.IResolvable"))
    if "collection" in of:
        inner, name = kind(of["collection"]["elementtype"])
        if name:
            return "blocks", name
        return ["map" if of["collection"]["kind"] == "map" else "list", inner], None
    return "block", of["fqn"]


def block(name):
    attributes, blocks = {}, {}
    for one in types[name].get("properties", []):
        # The documentation's anchor is the name as Terraform has it.
        anchor = re.search(r"#[a-z0-9_]+ [A-Za-z0-9]+#([a-z0-9_]+)\}", json.dumps(one["docs"]))
        attribute = anchor.group(1) if anchor else snake(one["name"])
        if attribute in META:
            continue
        type_, inner = kind(one["type"])
        optional = bool(one.get("optional"))
        if inner:
            blocks[attribute] = {"max": 1 if type_ == "block" else 0, "min": 0 if optional else 1, "block": block(inner)}
        else:
            attributes[attribute] = {"type": type_, "optional": optional, "required": not optional}
    return {"attributes": attributes, "blocks": blocks}


def resource(name):
    camel = "".join(word.capitalize() for word in name.removeprefix("azurerm_").split("_"))
    module = f"{ROOT}{camel[0].lower()}{camel[1:]}."
    made = block(f"{module}{camel}Config")
    for one in types[module + camel]["properties"]:
        attribute = snake(one["name"])
        if one.get("static") or attribute.endswith("_input") or attribute in META or attribute in made["attributes"] or attribute in made["blocks"]:
            continue
        of = one["type"]
        if of.get("fqn") == "cdktf.IResolvable":
            type_ = "bool"
        elif of.get("fqn") == "cdktf.StringMap":
            type_ = ["map", "string"]
        elif "primitive" in of or ("collection" in of and "primitive" in of["collection"]["elementtype"]):
            type_ = kind(of)[0]
        else:
            type_ = "dynamic"
        made["attributes"][attribute] = {"type": type_, "computed": True}
    return made


print(",\n".join(f'  "{name}": {json.dumps(resource(name), sort_keys=True)}' for name in sorted(sys.argv[2:])))
