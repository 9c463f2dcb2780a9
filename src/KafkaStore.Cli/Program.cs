using KafkaStore.Cli.Archive;
using KafkaStore.Cli.Reader;

// Two programs in one assembly: the script kafka-store-reader says its own name first.
Option<bool> verbose = VerboseOption.Create();
return args is [ReaderCommand.Name, ..]
    ? await CommandRunner.RunAsync(ReaderCommand.Create(verbose), args[1..], verbose)
    : await CommandRunner.RunAsync(ArchiveCommand.Create(verbose), args, verbose);
