package dev.carrack.cli;

import picocli.CommandLine.Command;

/** {@code carrack fn}: functions, known by their CID and run beside the data. */
@Command(
    name = "fn",
    synopsisSubcommandLabel = "COMMAND",
    description = "Store WebAssembly functions, and run them over data.",
    subcommands = {FnAddCommand.class, FnBuiltinCommand.class, FnRunCommand.class})
final class FnCommand {}
