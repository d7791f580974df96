"""The index in a recording file: what saves looking at every event when it is opened. Checked, or not taken at all."""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable
from operator import le, lt
from typing import Any

from asyncplay.trace.columns import Column
from asyncplay.trace.index import CODES, NEVER, NONE, WOKEN, Index, Stretches, Track
from asyncplay.trace.plain import Misfit
from asyncplay.trace.saved_chunks import Reading, Writing

PLACES = ("steps", "switches", "iterations", "lines", "prints", "trouble", "blocks")
_SPANS = (("begins", "d"), ("ends", "d"), ("firsts", "I"), ("lasts", "I"))
_NOT_CODES = bytes(CODES)
_KIND_MAX = 100


def index_bytes(index: Index) -> bytes:
    """The whole index: times, places by kind, and each task's track, all tracks behind one another."""
    out = Writing()
    out.column(index.times)
    for name in PLACES:
        out.column(getattr(index, name))
    tracks = list(index.tracks.values())
    out.column(array("I", index.tracks))
    out.column(array("d", [track.begun for track in tracks]))
    out.column(array("d", [float("nan") if track.until is None else track.until for track in tracks]))
    out.column(array("B", [track.early for track in tracks]))
    out.text(json.dumps([track.kind for track in tracks]))
    _joined(out, [track.seqs for track in tracks])
    out.column(array("B", b"".join(track.codes for track in tracks)))
    _joined(out, [track.prints for track in tracks])
    _joined(out, [track.wakers for track in tracks])
    for spans in ([track.lates for track in tracks], [track.blocks for track in tracks]):
        for name, _ in _SPANS:
            _joined(out, [getattr(one, name) for one in spans])
    return out.bytes()


def _joined(out: Writing, columns: list[Column]) -> None:
    out.column(array("I", map(len, columns)))
    whole = array(columns[0].typecode if columns else "I")
    for one in columns:
        whole.extend(one)
    out.column(whole)


def index_of(data: bytes, count: int) -> Index:
    """The index of so many events; Misfit if it cannot be theirs."""
    source, index = Reading(data), Index()
    index.times = _rising(source.column("d"), le)
    if len(index.times) != count or (count and not 0 <= index.times[0] <= index.times[-1] < 1e13):
        raise Misfit("other times")
    for name in PLACES:
        setattr(index, name, _places(source.column("I"), count))
    ids = source.column("I")
    begun, until, early = source.column("d"), source.column("d"), source.column("B")
    kinds = json.loads(source.text())
    if not len(ids) == len(begun) == len(until) == len(early) == len(kinds) or len(set(ids)) != len(ids):
        raise Misfit("other tracks")
    for n, task in enumerate(ids):
        index.tracks[task] = track = Track()
        track.begun, track.early = begun[n], bool(early[n])
        track.until = until[n] if until[n] == until[n] else None
        track.kind = str(kinds[n])[:_KIND_MAX]
    _tracks(source, list(index.tracks.values()), count)
    return index


def _tracks(source: Reading, tracks: list[Track], count: int) -> None:
    seqs = _pieces(source, "I", len(tracks))
    codes = bytes(source.column("B"))
    if codes.translate(None, _NOT_CODES):
        raise Misfit("other tracks")
    prints, wakers = _pieces(source, "I", len(tracks)), _pieces(source, "I", len(tracks))
    lates, blocks = _spans(source, len(tracks), count), _spans(source, len(tracks), count)
    at = 0
    for n, track in enumerate(tracks):
        track.seqs = _places(seqs[n], count)
        track.codes = bytearray(codes[at : at + len(track.seqs)])
        at += len(track.seqs)
        if not track.codes or len(track.codes) != len(track.seqs) or track.codes.count(WOKEN) != len(wakers[n]):
            raise Misfit("a task without a track")
        track.wakers = wakers[n] or NONE
        track.prints = _places(prints[n], count) if prints[n] else NONE
        track.lates, track.blocks = lates[n], blocks[n]
    if at != len(codes):
        raise Misfit("other tracks")


def _spans(source: Reading, many: int, count: int) -> list[Stretches]:
    columns = [_pieces(source, code, many) for _, code in _SPANS]
    out = []
    for n in range(many):
        begins, ends, firsts, lasts = (one[n] for one in columns)
        if not begins:
            out.append(NEVER)
            continue
        found = Stretches()
        found.begins, found.ends, found.firsts, found.lasts = _rising(begins, le), _rising(ends, le), firsts, _places(lasts, count)
        if not len(begins) == len(ends) == len(firsts) == len(lasts) or max(firsts) > count:
            raise Misfit("other stretches")
        out.append(found)
    return out


def _pieces(source: Reading, code: str, many: int) -> list[Column]:
    lengths, whole = source.column("I"), source.column(code)
    if len(lengths) != many or sum(lengths) != len(whole):
        raise Misfit("other lengths")
    out, at = [], 0
    for length in lengths:
        out.append(whole[at : at + length])
        at += length
    return out


def _rising(column: Column, order: Callable[[Any, Any], bool]) -> Column:
    if not all(map(order, column, column[1:])):
        raise Misfit("no order")
    return column


def _places(column: Column, count: int) -> Column:
    """Places of events, each after the one before."""
    if column and not column[-1] < count:
        raise Misfit("a place beyond the end")
    return _rising(column, lt)
