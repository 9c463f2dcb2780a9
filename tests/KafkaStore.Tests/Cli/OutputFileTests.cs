namespace KafkaStore.Tests.Cli;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.Below("out.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheFileIsThereOnlyWhenItIsComplete()
    {
        using (var file = new OutputFile(Path, force: false))
        {
            file.Write("a"u8);
            Assert.False(File.Exists(Path));
            file.Complete();
        }

        Assert.Equal("a", File.ReadAllText(Path));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void NothingIsLeftOfWhatWasNotCompleted()
    {
        using (var file = new OutputFile(Path, force: false))
            file.Write("a"u8);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void AFileThatExistsIsReplacedOnlyByForce()
    {
        File.WriteAllText(Path, "old");
        Assert.Equal(
            $"--output {Path} exists already. Choose another name, or replace it with --force.",
            Assert.Throws<CommandFailedException>(() => new OutputFile(Path, force: false)).Message
        );
        using var file = new OutputFile(Path, force: true);
        file.Write("new"u8);
        Assert.Equal("old", File.ReadAllText(Path));
        file.Complete();
        Assert.Equal("new", File.ReadAllText(Path));
    }

    [Fact]
    public void AFileThatHasComeMeanwhileIsNotReplaced()
    {
        using var file = new OutputFile(Path, force: false);
        File.WriteAllText(Path, "other");
        Assert.Throws<CommandFailedException>(file.Complete);
        Assert.Equal("other", File.ReadAllText(Path));
    }

    [Fact]
    public void WhatCannotBeWrittenIsSaid()
    {
        Assert.StartsWith(
            $"--output {folder.Path} is a folder.",
            Assert.Throws<CommandFailedException>(() => new OutputFile(folder.Path, force: true)).Message
        );
        string nowhere = folder.Below("no/out.json");
        Assert.StartsWith(
            $"--output {nowhere} can't be written: ",
            Assert.Throws<CommandFailedException>(() => new OutputFile(nowhere, force: false)).Message
        );
    }
}
