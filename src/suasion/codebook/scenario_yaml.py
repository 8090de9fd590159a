"""YAML for scenarios: plain values alone, so that a small file cannot become a large or a strange one."""

from __future__ import annotations

from typing import Any, Final

import yaml

from suasion.codebook.scenario_amounts import quoted
from suasion.errors import InputError

_DEEPEST: Final = 8  # a table of a change in a list lies three deep


class _Plain(yaml.SafeLoader):
    """Safe loading without what a scenario has no use for: anchors, aliases, tags and deep nesting."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise InputError(f"line {line} has an anchor or alias (& or *). Write the value out, or put it in quotes.")
        if getattr(event, "tag", None) is not None:
            raise InputError(f"line {line} has a tag (!). Leave it out, or put the value in quotes.")
        if self.depth >= _DEEPEST:
            raise InputError(f"line {line} is nested too deeply. A scenario is a flat table.")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def from_yaml(text: str, name: str) -> dict[str, Any]:
    """Return the table that YAML holds, with plain values.

    Parameters
    ----------
    text
        One document of YAML 1.1.
    name
        What to name in errors.

    Raises
    ------
    InputError
        If it is not YAML or no table, or has anchors, aliases, tags, several documents, or a key twice.
    """
    try:
        loader = _Plain(text)
        try:
            node = loader.get_single_node()
            value = None if node is None else _value(loader, node)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark is not None else ""
        problem = str(getattr(error, "problem", None) or "it holds characters that YAML does not allow")
        raise InputError(f"{name}{line} is not YAML: {problem.rstrip('.')}. Correct it there.") from error
    except InputError as error:
        raise InputError(f"{name}, {error}") from error
    if not isinstance(value, dict):
        raise InputError(f"{name} holds no table of keys. Write for example client: KHM on a line of its own.")
    return value


def _value(loader: _Plain, node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        table: dict[str, Any] = {}
        for key, value in node.value:
            # As written, whatever YAML would make of it: `no` and `on` are words here.
            if not isinstance(key, yaml.ScalarNode):
                raise InputError(
                    f"line {key.start_mark.line + 1} has a key that is no word. Write for example client: KHM."
                )
            if key.value in table:
                raise InputError(
                    f"line {key.start_mark.line + 1}: {quoted(key.value)} stands twice. Keep one of the two."
                )
            table[key.value] = _value(loader, value)
        return table
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, one) for one in node.value]
    try:
        return loader.construct_object(node)
    except (ValueError, OverflowError, yaml.constructor.ConstructorError):
        return node.value  # a day that is none, a number too long: the text says what was written
