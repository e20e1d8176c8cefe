"""Every small fault that a module can be given: each is its tree with one thing changed.

No fault is put into `case _: assert_never(...)`: it is for the type checker and never runs.
"""

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
OPERATIONS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}
NOTHING = ast.Constant(None)


@dataclass(frozen=True)
class Mutant:
    """A module with one fault."""

    file: str
    line: int
    change: str
    tree: ast.Module

    @override
    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.change}"


def mutants_of(source: str, file: str) -> Iterator[Mutant]:
    """Each fault in turn. The order is that of the text, so that runs can be compared."""
    for number in range(count_mutants(source)):
        mutator = _Mutator(number)
        tree = ast.fix_missing_locations(mutator.visit(ast.parse(source)))
        yield Mutant(file, mutator.line, mutator.change, tree)


def count_mutants(source: str) -> int:
    """How many faults there are to choose from."""
    mutator = _Mutator(None)
    mutator.visit(ast.parse(source))
    return mutator.offered


class _Mutator(ast.NodeTransformer):
    """Walks the tree and offers faults; the one whose number is `wanted` is put in."""

    def __init__(self, wanted: int | None) -> None:
        self.wanted = wanted
        self.offered = 0
        self.line = 0
        self.change = ""

    @override
    def visit(self, node: ast.AST) -> Any:
        """Go down first, then offer what may replace the node itself."""
        self.generic_visit(node)
        offer = getattr(self, f"faults_{type(node).__name__.lower()}", None)
        return self._choose(node, list(offer(node))) if offer else node

    @override
    def generic_visit(self, node: ast.AST) -> ast.AST:
        """Leave alone what says nothing of the rule: annotations, decorators, docstrings, repr."""
        skipped = {"annotation", "returns", "decorator_list", "type_params"}
        if isinstance(node, ast.Call) and _text(node.func) == "field":
            skipped.add("keywords")
        for name, value in ast.iter_fields(node):
            if name in skipped:
                continue
            if isinstance(value, list):
                value[:] = [
                    self.visit(one) if isinstance(one, ast.AST) and not _is_docstring(one) else one
                    for one in value
                ]
            elif isinstance(value, ast.AST):
                setattr(node, name, self.visit(value))
        return node

    def _choose(self, node: ast.AST, faults: Sequence[ast.AST]) -> ast.AST:
        for fault in faults:
            number, self.offered = self.offered, self.offered + 1
            if number == self.wanted:
                self.line = getattr(node, "lineno", 0)
                self.change = f"`{_text(node)}` became `{_text(fault)}`"
                return ast.copy_location(fault, node)
        return node

    # what may be wrong with each kind of node

    def faults_compare(self, node: ast.Compare) -> Iterator[ast.AST]:
        for place, operator in enumerate(node.ops):
            for other in COMPARISONS[type(operator)]:
                ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
                yield ast.Compare(node.left, ops, node.comparators)

    def faults_boolop(self, node: ast.BoolOp) -> Iterator[ast.AST]:
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        for place in range(len(node.values)):
            left = [*node.values[:place], *node.values[place + 1 :]]
            yield left[0] if len(left) == 1 else ast.BoolOp(node.op, left)

    def faults_unaryop(self, node: ast.UnaryOp) -> Iterator[ast.AST]:
        if isinstance(node.op, (ast.Not, ast.USub)):
            yield node.operand

    def faults_binop(self, node: ast.BinOp) -> Iterator[ast.AST]:
        if type(node.op) in OPERATIONS:
            yield ast.BinOp(node.left, OPERATIONS[type(node.op)](), node.right)

    def faults_constant(self, node: ast.Constant) -> Iterator[ast.AST]:
        match node.value:
            case bool():
                yield ast.Constant(not node.value)
            case int():
                yield ast.Constant(node.value + 1)
                yield ast.Constant(node.value - 1)
            case str():
                yield ast.Constant(node.value + "?")

    def faults_ifexp(self, node: ast.IfExp) -> Iterator[ast.AST]:
        yield node.body
        yield node.orelse

    def faults_if(self, node: ast.If) -> Iterator[ast.AST]:
        yield ast.If(ast.Constant(value=True), node.body, node.orelse)
        yield ast.If(ast.Constant(value=False), node.body, node.orelse)

    def faults_comprehension(self, node: ast.comprehension) -> Iterator[ast.AST]:
        for place in range(len(node.ifs)):
            ifs = [*node.ifs[:place], *node.ifs[place + 1 :]]
            yield ast.comprehension(node.target, node.iter, ifs, node.is_async)

    def faults_return(self, node: ast.Return) -> Iterator[ast.AST]:
        if node.value is not None and not _is_none(node.value):
            yield ast.Return(NOTHING)

    def faults_raise(self, _node: ast.Raise) -> Iterator[ast.AST]:
        yield ast.Pass()

    def faults_expr(self, node: ast.Expr) -> Iterator[ast.AST]:
        if isinstance(node.value, ast.Call) and not _is_assert_never(node):
            yield ast.Pass()

    def faults_augassign(self, _node: ast.AugAssign) -> Iterator[ast.AST]:
        yield ast.Pass()

    def faults_call(self, node: ast.Call) -> Iterator[ast.AST]:
        if isinstance(node.func, ast.Name) and node.func.id in CALLS:
            other = ast.Name(CALLS[node.func.id], ast.Load())

            yield ast.Call(other, node.args, node.keywords)

    def faults_set(self, node: ast.Set) -> Iterator[ast.AST]:
        for place in range(len(node.elts)):
            left = [*node.elts[:place], *node.elts[place + 1 :]]
            yield ast.Set(left or [ast.Starred(ast.Tuple([], ast.Load()), ast.Load())])

    def faults_match(self, node: ast.Match) -> Iterator[ast.AST]:
        for place in range(len(node.cases)):
            cases = [*node.cases[:place], *node.cases[place + 1 :]]
            if cases and not _is_assert_never(node.cases[place].body[0]):
                yield ast.Match(node.subject, cases)


def _is_docstring(node: object) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _is_assert_never(node: ast.stmt) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "assert_never"
    )


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.comprehension):
        node = ast.ListComp(ast.Name("…"), [node])
    text = " ".join(ast.unparse(ast.fix_missing_locations(node)).split())
    return text if len(text) <= 90 else f"{text[:88]} …"
