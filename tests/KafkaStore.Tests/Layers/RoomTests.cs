namespace KafkaStore.Tests.Layers;

/// <summary>Which folder of the domain may use which, and how much a folder may hold.</summary>
public sealed class RoomTests
{
    private const int MostFiles = 16;

    private static readonly string[] Pure = ["Records", "Naming", "Segments", "Avro"];

    private static readonly string[] WhatArchives = ["Accepting", "Archiving", "Catalog/Keeping", "Deciding", "Sealing", "Staging"];

    [Fact]
    public void NoRoomUsesOneThatUsesIt() =>
        Assert.Empty(
            from room in Rooms.Arrows
            from used in room.Value
            where Rooms.Below(used.Key).Contains(room.Key)
            select $"{room.Key} -> {used.Key}: {used.Value}"
        );

    [Fact]
    public void PureRoomsUsePureRoomsAlone() => Assert.All(Pure, room => Assert.Empty(Rooms.Below(room).Except(Pure)));

    [Fact]
    public void ReadingUsesNothingThatArchives() =>
        Assert.All(
            Rooms.Arrows.Keys.Where(room => room.StartsWith("Reading/")),
            room => Assert.Empty(Rooms.Below(room).Intersect(WhatArchives))
        );

    [Fact]
    public void MirroringAndRestoringArchiveNothing() =>
        Assert.All(
            Rooms.Arrows.Keys.Where(room => room.StartsWith("Mirroring") || room.StartsWith("Restoring")),
            room => Assert.Empty(Rooms.Below(room).Intersect(WhatArchives))
        );

    [Fact]
    public void DecidingKnowsNoStore() => Assert.DoesNotContain(Rooms.Below("Deciding"), room => room.StartsWith("Storage"));

    [Fact]
    public void NoRoomIsFull() =>
        Assert.All(
            SourceTree.Find(".", "*.cs").GroupBy(path => Path.GetDirectoryName(path)),
            room => Assert.InRange(room.Count(), 1, MostFiles)
        );

    [Fact]
    public void ContributingDrawsTheRoomsAsTheyAre() => Assert.Equal(Lines(Rooms.Drawn()), Picture.Of("rooms"));

    [Fact]
    public void ContributingDrawsTheProjectsAsTheyAre() => Assert.Equal(Lines(Projects.Drawn()), Picture.Of("projects"));

    private static IEnumerable<string> Lines(IEnumerable<(string From, string To)> arrows) =>
        arrows.Select(arrow => $"{arrow.From} --> {arrow.To}").Order(StringComparer.Ordinal);
}
