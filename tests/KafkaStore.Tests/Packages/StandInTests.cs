using System.Reflection;
using Xunit;

namespace KafkaStore.Tests.Packages;

/// <summary>Runs only where stand-ins are built: in the restricted package profile.</summary>
public sealed class StandInTests
{
    private const string Abstractions = "Microsoft.DurableTask.Abstractions";

    private static readonly string[] Names = [.. typeof(StandInTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute => attribute.Value == "StandIn").Select(attribute => attribute.Key).Order()];

    public static TheoryData<string> StandIns => [.. Names];

    [Theory]
    [MemberData(nameof(StandIns))]
    public void StandInHasOnlyWhatTheRealPackageHasAndAllThatDerivedClassesNeed(string package) =>
        Assert.Empty(Compare(package, Listing.Lines(package)));

    [Fact]
    public void EveryListingBelongsToAStandIn() =>
        Assert.Equal(Listing.Packages.Order(), Names);

    [Theory]
    [InlineData("    string InstanceId { get; init; }", "ParentOrchestrationInstance invents: string InstanceId { get; init; }")]
    [InlineData("    abstract void SetState(object? state)", "TaskEntityState invents: abstract void SetState(object? state)")]
    [InlineData("  interface ITaskEntity", "invented type: interface Microsoft.DurableTask.Entities.ITaskEntity")]
    public void MemberThatTheRealPackageLacksIsFound(string line, string difference)
    {
        string[] listing = Listing.Lines(Abstractions);
        Assert.Contains(line, listing);
        Assert.Contains(Compare(Abstractions, listing.Where(other => other != line)), found => found.Contains(difference, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("  abstract class TaskEntityState", "    protected abstract void Forget()", "TaskEntityState lacks: protected abstract void Forget()")]
    [InlineData("  interface ITaskEntity", "    Task StopAsync()", "ITaskEntity lacks: Task StopAsync()")]
    public void AbstractMemberThatTheStandInLacksIsFound(string type, string member, string difference) => Assert.Contains(
        Compare(Abstractions, Listing.Lines(Abstractions).SelectMany(line => line == type ? [line, member] : new[] { line })),
        found => found.EndsWith(difference, StringComparison.Ordinal));

    [Theory]
    [InlineData("  sealed class TaskFailedException : Exception", "  class TaskFailedException : Exception", "is a class, not a sealed class")]
    [InlineData("  sealed class TaskFailedException : Exception", "  sealed class TaskFailedException", "invents the base Exception")]
    [InlineData("  class RetryPolicy", "  class RetryPolicy : Policy", "lacks the base class Policy")]
    public void OtherModifierOrBaseIsFound(string line, string instead, string difference) => Assert.Contains(
        Compare(Abstractions, Listing.Lines(Abstractions).Select(other => other == line ? instead : other)),
        found => found.EndsWith(difference, StringComparison.Ordinal));

    private static IReadOnlyList<string> Compare(string package, IEnumerable<string> listing) =>
        StandInComparison.Differences(AssemblySurface.Of(Assembly.Load(Listing.AssemblyName(package))), Listing.Parse(listing));
}
