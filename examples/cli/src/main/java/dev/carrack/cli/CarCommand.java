package dev.carrack.cli;

import picocli.CommandLine.Command;

/** {@code carrack car}: graphs of blocks as CAR files. */
@Command(
    name = "car",
    synopsisSubcommandLabel = "COMMAND",
    description = "Write, read and check CAR files.",
    subcommands = {CarExportCommand.class, CarImportCommand.class, CarVerifyCommand.class})
final class CarCommand {}
