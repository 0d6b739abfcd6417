import ast
from pathlib import Path
from unittest import TestCase

PACKAGE = Path(__file__).parents[2] / "api" / "ward_roster"


class OneEngineTest(TestCase):
    def test_one_module_builds_rosters(self):
        builders = [path for path in PACKAGE.rglob("*.py") if "build_roster" in functions(path)]
        self.assertEqual(len(builders), 1, [str(path.relative_to(PACKAGE)) for path in builders])


def functions(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
