"""A mixed-integer programme as columns and rows, solved by HiGHS from a start: nothing here knows what it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

INFINITY = float("inf")
# The jump finds poor starts only, and takes most of the time of a small model.
QUIET: dict[str, Any] = {"output_flag": False, "mip_heuristic_run_feasibility_jump": False}
Terms = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Result:
    """The best values that were found (empty: none), and a sum that no others can undercut."""

    values: Sequence[float]
    bound: float


@dataclass
class Programme:
    """Columns with costs and bounds, and rows of terms (column, factor) between two limits; costs are least."""

    constant: float = 0.0
    _costs: list[float] = field(default_factory=list)
    _upper: list[float] = field(default_factory=list)
    _whole: list[bool] = field(default_factory=list)
    _rows: list[tuple[float, float]] = field(default_factory=list)
    _starts: list[int] = field(default_factory=lambda: [0])
    _index: list[int] = field(default_factory=list)
    _factor: list[float] = field(default_factory=list)

    @property
    def size(self) -> str:
        """Say how large it is."""
        return f"{len(self._costs)} columns, {sum(self._whole)} of them whole, {len(self._rows)} rows"

    def switch(self, cost: float = 0.0) -> int:
        """Add a column that is 0 or 1; give its number."""
        return self._column(cost, 1.0, whole=True)

    def share(self, cost: float = 0.0) -> int:
        """Add a column that is whole by itself once all switches are, from 0 to 1; give its number."""
        return self._column(cost, 1.0, whole=False)

    def amount(self, cost: float = 0.0, most: float = INFINITY) -> int:
        """Add a column from 0 on; give its number."""
        return self._column(cost, most, whole=False)

    def _column(self, cost: float, most: float, *, whole: bool) -> int:
        self._costs.append(cost)
        self._upper.append(most)
        self._whole.append(whole)
        return len(self._costs) - 1

    def row(self, terms: Terms, least: float = -INFINITY, most: float = INFINITY) -> None:
        """Hold a sum of terms between two limits."""
        for column, factor in terms:
            self._index.append(column)
            self._factor.append(factor)
        self._starts.append(len(self._index))
        self._rows.append((least, most))

    def solve(self, seconds: float, start: Mapping[int, float] | None = None, close: float = 0.0) -> Result:
        """Solve within some seconds, from the values of some columns, until `close` to the least (a share of it)."""
        highs = self.loaded(seconds, close)
        if start:
            import numpy

            columns = numpy.fromiter(start.keys(), dtype=numpy.int32)
            highs.setSolution(len(columns), columns, numpy.fromiter(start.values(), dtype=float))
        highs.run()
        info = highs.getInfo()
        found = info.primal_solution_status == 2  # a feasible point
        return Result(list(highs.getSolution().col_value) if found else [], float(info.mip_dual_bound))

    def loaded(self, seconds: float, close: float = 0.0) -> Any:
        """Give the solver with the model in it, silent and bound to the time."""
        import highspy
        import numpy

        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._costs), len(self._rows)
        model.offset_ = self.constant
        model.col_cost_ = numpy.array(self._costs)
        model.col_lower_ = numpy.zeros(len(self._costs))
        model.col_upper_ = numpy.array(self._upper)
        kinds = highspy.HighsVarType
        model.integrality_ = [kinds.kInteger if whole else kinds.kContinuous for whole in self._whole]
        model.row_lower_ = numpy.array([least for least, _ in self._rows])
        model.row_upper_ = numpy.array([most for _, most in self._rows])
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = numpy.array(self._starts, dtype=numpy.int32)
        model.a_matrix_.index_ = numpy.array(self._index, dtype=numpy.int32)
        model.a_matrix_.value_ = numpy.array(self._factor)
        highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        options = QUIET | {"time_limit": seconds, "mip_rel_gap": close}
        for option, value in options.items():
            highs.setOptionValue(option, value)
        highs.passModel(model)
        return highs
