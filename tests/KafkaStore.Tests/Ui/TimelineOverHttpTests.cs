using KafkaStore.Tests.Http;

namespace KafkaStore.Tests.Ui;

/// <summary>The timeline's answer, which the page draws.</summary>
public sealed class TimelineOverHttpTests
{
    [Fact]
    public async Task RunsSayWhatTheirFirstObjectSays()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(85, 6);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        JsonNode answer = JsonNode.Parse(await served.Client.GetStringAsync($"{HttpArchive.Orders3}/timeline?runs=4"))!;
        JsonNode segments = JsonNode.Parse(await served.Client.GetStringAsync($"{HttpArchive.Orders3}/segments"))!["segments"]!;
        JsonArray runs = answer["runs"]!.AsArray();
        Assert.Equal(6, answer["objects"]!.GetValue<int>());
        Assert.InRange(runs.Count, 2, 4);
        Assert.Equal(segments[0]!.ToJsonString(), runs[0]!["first"]!.ToJsonString());
        Assert.Equal(segments[5]!.ToJsonString(), runs[^1]!["first"]!.ToJsonString());
        Assert.Equal(archive.End, runs[^1]!["nextOffset"]!.GetValue<long>());
    }

    [Fact]
    public async Task WhatIsDamagedIsNamedWithoutTheStore()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(86, 2);
        archive.Store.Replace(archive.Store.Names[0], [1]);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        JsonNode answer = JsonNode.Parse(await served.Client.GetStringAsync($"{HttpArchive.Orders3}/timeline"))!;
        string trouble = answer["runs"]![0]!["trouble"]!.GetValue<string>();
        Assert.StartsWith(archive.Store.Names[0], trouble);
        Assert.Null(answer["runs"]![0]!["first"]);
    }

    [Theory]
    [InlineData("runs=1", "runs")]
    [InlineData("runs=501", "runs")]
    [InlineData("fromOffset=5&toOffset=4", "toOffset")]
    public async Task AMistakeIsNamed(string query, string parameter)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(87, 1);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        using HttpResponseMessage response = await served.GetAsync($"{HttpArchive.Orders3}/timeline?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(parameter, JsonNode.Parse(await response.Content.ReadAsStringAsync())!["parameter"]!.GetValue<string>());
    }
}
