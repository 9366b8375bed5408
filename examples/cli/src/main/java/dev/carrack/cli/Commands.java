package dev.carrack.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** The list of commands. */
final class Commands {

  private Commands() {}

  /**
   * A parser with the command that {@code args} ask for, or with all where they ask for none that
   * exists: describing one command to picocli costs more than running a light one.
   */
  static CommandLine line(Cli cli, String... args) {
    IFactory factory = new Factory(cli);
    CommandLine line = new CommandLine(cli, factory);
    Map<String, Supplier<Class<?>>> all = all();
    String first = args.length == 0 ? "" : args[0];
    if (all.containsKey(first)) {
      add(line, first, all.get(first).get(), factory);
    } else {
      all.forEach((name, command) -> add(line, name, command.get(), factory));
    }
    return line;
  }

  /** {@code help cat} as {@code cat --help}. */
  static String[] normal(String... args) {
    if (args.length == 0 || !args[0].equals("help")) {
      return args;
    }
    String[] out = Arrays.copyOfRange(args, 1, args.length + 1);
    out[args.length - 1] = "--help";
    return out;
  }

  /** The names of all commands. */
  static Set<String> names() {
    return all().keySet();
  }

  private static void add(CommandLine line, String name, Class<?> command, IFactory factory) {
    line.addSubcommand(name, new CommandLine(command, factory));
  }

  // Suppliers, because a class literal in a map would load every command.
  private static Map<String, Supplier<Class<?>>> all() {
    Map<String, Supplier<Class<?>>> all = new LinkedHashMap<>();
    all.put("add", () -> AddCommand.class);
    all.put("cat", () -> CatCommand.class);
    all.put("get", () -> GetCommand.class);
    all.put("ls", () -> LsCommand.class);
    all.put("car", () -> CarCommand.class);
    all.put("put", () -> PutCommand.class);
    all.put("artifacts", () -> ArtifactsCommand.class);
    all.put("tag", () -> TagCommand.class);
    all.put("rm", () -> RmCommand.class);
    all.put("verify", () -> VerifyCommand.class);
    all.put("gc", () -> GcCommand.class);
    all.put("plan", () -> PlanCommand.class);
    all.put("attest", () -> AttestCommand.class);
    all.put("log", () -> LogCommand.class);
    all.put("prove", () -> ProveCommand.class);
    all.put("check", () -> CheckCommand.class);
    all.put("node", () -> NodeCommand.class);
    all.put("fn", () -> FnCommand.class);
    all.put("piece", () -> PieceCommand.class);
    all.put("dag", () -> DagCommand.class);
    all.put("cid", () -> CidCommand.class);
    return all;
  }

  /** Hands the options of all commands to each. */
  private record Factory(Cli cli) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        var constructor = type.getDeclaredConstructor(Cli.class);
        return constructor.newInstance(cli);
      } catch (NoSuchMethodException e) {
        return CommandLine.defaultFactory().create(type);
      }
    }
  }
}
