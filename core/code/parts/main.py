def finite(value):
    """null stands for numbers that are not finite, for which JSON has no word."""
    if isinstance(value, dict):
        return {key: finite(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def main():
    parser = argparse.ArgumentParser(description="Made by Thalweg: " + TITLE.replace("%", "%%"))
    parser.add_argument("--json", metavar="OUT", help='write the paths to OUT ("-": standard output), not a plot')
    arguments = parser.parse_args()
    runs = [run(panel, contender) for panel in range(len(PANELS)) for contender in range(len(CONTENDERS))]
    if arguments.json is None:
        plot(runs)
    elif arguments.json == "-":
        json.dump({"runs": finite(runs)}, sys.stdout, allow_nan=False)
    else:
        with open(arguments.json, "w", encoding="utf-8") as out:
            json.dump({"runs": finite(runs)}, out, allow_nan=False)


if __name__ == "__main__":
    main()
