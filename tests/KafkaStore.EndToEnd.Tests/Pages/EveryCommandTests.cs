using System.Reflection;
using System.Text.RegularExpressions;

namespace KafkaStore.EndToEnd.Tests.Pages;

/// <summary>Every command in the book is run by a test, or says that it is not.</summary>
public sealed class EveryCommandTests
{
    [Fact]
    public void OneThatNoTestRunsSaysSo()
    {
        Assert.InRange(Book.Blocks.Sum(block => block.Commands().Count()), 80, 1000);
        Assert.Empty(Book.Blocks.SelectMany(block => block.Untried().Select(command => $"{block.Place}: {command}")));
    }

    [Fact]
    public void ABlockThatIsRunHasATestThatDoes()
    {
        IEnumerable<string> run = typeof(EveryCommandTests)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttributes<RunsBlockAttribute>())
            .Select(attribute => attribute.Name);
        Assert.Equal(Book.Blocks.Select(block => block.RunAs).OfType<string>().Distinct().Order(), run.Order());
    }

    [Fact]
    public void ATestThatIsNamedIsThere()
    {
        string[] sources = Directory.GetFiles(Repository.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories);
        foreach (PageBlock block in Book.Blocks.Where(block => block.RunBy is not null))
        {
            string[] test = block.RunBy!.Split('.');
            string? source = sources.SingleOrDefault(path => Path.GetFileNameWithoutExtension(path) == test[0]);
            Assert.True(source is not null, $"{block.Place}: there is no {test[0]}");
            Assert.Matches(@$"(Fact|Theory|InlineData)[^{{;]*public [\w<> ]+ {Regex.Escape(test[1])}\(", File.ReadAllText(source));
        }
    }

    [Theory]
    [InlineData("```\nls\n```\n", "ls")]
    [InlineData("Do it:\n\n```bash\nls\n```\n", "ls")]
    [InlineData("Do it (*not run here*):\n\n```bash\nls\n```\n", "")]
    [InlineData("```\nls # not run by a test\nrm \\\n  -r   # not run here\nmv\n```\n", "mv")]
    [InlineData("<!-- run: it -->\n```\nls\n```\n", "")]
    [InlineData("<!-- run by: It.Does -->\n```\nls\n```\n\n```\nrm\n```\n", "rm")]
    [InlineData("```console\n$ ls\na\n```\n\n```json\nls\n```\n", "ls")]
    [InlineData("- A step:\n\n  ```\n  ls\n  ```\n", "ls")]
    public void WhatIsUntriedIsFound(string page, string expected) =>
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            PageBlock.Of("p", page).SelectMany(block => block.Untried())
        );
}
