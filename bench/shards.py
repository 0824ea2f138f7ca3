"""How evenly relationships spread over databases, by what they are divided by: the simulation of docs/scaling.md.

    python bench/shards.py

Nothing is measured here. What is assumed is all at the top: how large administrators are (Pareto, up to the quota of an
organization), how many Regions one is in and which (a few are far more popular than the rest), and what is asked for.
"""

import random
import statistics

SEED, RUNS, RELATIONSHIPS = 2026, 20, 1_000_000
# Members of an administrator: most have few, a few have what the quota allows.
SHAPE, LEAST, MOST = 1.1, 5, 10_000
# Of so many Regions, in how many an administrator is, and by which weights they are chosen: Zipf.
REGIONS, IN, ZIPF = 24, (1, 1, 1, 2, 2, 3, 4, 6, 12, 24), 1.2
SHARDS = (2, 4, 8, 16)
# What is asked for, in parts of a hundred, and by whose key it is found.
MIX = {"the administrator's": 30, "the member's": 50, "both": 20}


def main():
    found = {(by, shards): [] for by in ("Region", "administrator", "member") for shards in SHARDS}
    largest = []
    for run in range(RUNS):
        draw = random.Random(SEED + run)
        rows = administrators(draw)
        largest.append(max(members for members, _ in rows) / sum(members * len(regions) for members, regions in rows))
        for shards in SHARDS:
            found["Region", shards].append(skew(by_region(rows, shards)))
            found["administrator", shards].append(skew(by_hash(draw, rows, shards)))
            found["member", shards].append(skew(by_member(draw, rows, shards)))
    print(f"{RELATIONSHIPS:,} relationships, {RUNS} runs; the fullest database against the mean: median (worst)")
    print("| Databases | by Region | by administrator | by member |\n|---|---|---|---|")
    for shards in SHARDS:
        cells = [found[by, shards] for by in ("Region", "administrator", "member")]
        print(f"| {shards} | " + " | ".join(f"{statistics.median(cell):.2f} ({max(cell):.2f})" for cell in cells) + " |")
    print(f"the largest administrator in one Region: {statistics.median(largest):.2%} of all relationships")
    print("requests that more than one of 8 databases has to answer, by the mix above:")
    apart = 1 - 1 / 8
    above = MIX["the member's"] + MIX["both"] * apart
    below = MIX["the administrator's"] + MIX["both"] * apart
    print(f"by Region 0 %, by administrator {above:.1f} %, by member {below:.1f} %")


def administrators(draw):
    """Of each, how many members it has, and in which Regions: until there are enough."""
    made, total = [], 0
    weights = [1 / (rank + 1) ** ZIPF for rank in range(REGIONS)]
    while total < RELATIONSHIPS:
        members = min(int(LEAST * draw.paretovariate(SHAPE)), MOST)
        number, regions = draw.choice(IN), set()
        while len(regions) < number:
            regions.update(draw.choices(range(REGIONS), weights, k=number - len(regions)))
        made.append((members, regions))
        total += members * number
    return made


def by_region(rows, shards):
    """Whole Regions to databases, the fullest first, each to where there is most room: the best that can be done."""
    sizes = [0] * REGIONS
    for members, regions in rows:
        for region in regions:
            sizes[region] += members
    full = [0] * shards
    for size in sorted(sizes, reverse=True):
        full[full.index(min(full))] += size
    return full


def by_hash(draw, rows, shards):
    """All that an administrator has in one Region to one database."""
    full = [0] * shards
    for members, regions in rows:
        for _ in regions:
            full[draw.randrange(shards)] += members
    return full


def by_member(draw, rows, shards):
    """Each member by itself, in all Regions."""
    full = [0] * shards
    for members, regions in rows:
        for _ in range(members):
            full[draw.randrange(shards)] += len(regions)
    return full


def skew(full):
    return max(full) / statistics.mean(full)


if __name__ == "__main__":
    main()
