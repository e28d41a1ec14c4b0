def main():
    parser = argparse.ArgumentParser(description="Made by Thalweg: " + TITLE.replace("%", "%%"))
    parser.add_argument("--json", metavar="OUT", help='write the paths to OUT ("-": standard output), not a plot')
    arguments = parser.parse_args()
    runs = [run(panel, contender) for panel in range(len(PANELS)) for contender in range(len(CONTENDERS))]
    if arguments.json is None:
        plot(runs)
    elif arguments.json == "-":
        json.dump({"runs": runs}, sys.stdout)
    else:
        with open(arguments.json, "w", encoding="utf-8") as out:
            json.dump({"runs": runs}, out)


if __name__ == "__main__":
    main()
