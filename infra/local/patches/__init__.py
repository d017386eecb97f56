"""What MiniStack 1.5.33 does unlike AWS and our template depends on: one module per difference.

Each module has a docstring (AWS's rule, what upstream does, why we need it), `apply()`, and
`is_fixed_upstream()`, which inspects or runs unpatched upstream code. A test fails as soon as
upstream has fixed it; then the module is deleted. Modules are found by being here.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType


def modules() -> list[ModuleType]:
    """Every patch, in the order of its name (they do not depend on one another)."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


def apply_all(function_variables: dict[str, str] | None = None) -> None:
    """Apply every patch once, before the engine serves; `function_variables` reach every function."""
    for module in modules():
        module.apply()
    if function_variables:
        from patches import function_environment

        function_environment.extra.update(function_variables)
