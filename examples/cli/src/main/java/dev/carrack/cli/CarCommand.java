package dev.carrack.cli;

import picocli.CommandLine.Command;

/** {@code carrack car}: graphs of blocks as CAR files. */
@Command(
    name = "car",
    synopsisSubcommandLabel = "COMMAND",
    description = "Write, read, check, index, filter, split and join CAR files.",
    subcommands = {
      CarExportCommand.class,
      CarImportCommand.class,
      CarVerifyCommand.class,
      CarIndexCommand.class,
      CarFilterCommand.class,
      CarSplitCommand.class,
      CarJoinCommand.class
    })
final class CarCommand {}
