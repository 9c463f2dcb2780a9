namespace KafkaStore.Scripted.Protocol;

/// <summary>How an api is answered.</summary>
/// <param name="Oldest">The oldest version of the request that is understood.</param>
/// <param name="Newest">The newest, which is what librdkafka 2.16 asks for or, where that matters to nobody, a little less.</param>
/// <param name="FlexibleFrom">The first version with compact lengths and tags.</param>
internal sealed record Handler(short Oldest, short Newest, short FlexibleFrom, Func<Call, Task> AnswerAsync);

internal static class Handlers
{
    public static IReadOnlyDictionary<Api, Handler> All { get; } =
        new Dictionary<Api, Handler>
        {
            [Api.Produce] = new(3, 10, 9, Locked(ProduceRequest.Answer)),
            [Api.Fetch] = new(4, 16, 12, FetchRequest.AnswerAsync),
            [Api.ListOffsets] = new(1, 7, 6, Locked(ListOffsetsRequest.Answer)),
            [Api.Metadata] = new(0, 12, 9, Locked(MetadataRequest.Answer)),
            [Api.OffsetCommit] = new(2, 9, 8, Locked(OffsetCommitRequest.Answer)),
            [Api.OffsetFetch] = new(1, 9, 6, Locked(OffsetFetchRequest.Answer)),
            [Api.FindCoordinator] = new(0, 2, 3, Locked(FindCoordinatorRequest.Answer)),
            [Api.JoinGroup] = new(0, 5, 6, JoinGroupRequest.AnswerAsync),
            [Api.Heartbeat] = new(0, 3, 4, Locked(HeartbeatRequest.Answer)),
            [Api.LeaveGroup] = new(0, 1, 4, Locked(LeaveGroupRequest.Answer)),
            [Api.SyncGroup] = new(0, 3, 4, SyncGroupRequest.AnswerAsync),
            [Api.DescribeGroups] = new(0, 4, 5, Locked(DescribeGroupsRequest.Answer)),
            [Api.ListGroups] = new(0, 4, 3, Locked(ListGroupsRequest.Answer)),
            [Api.ApiVersions] = new(0, 3, 3, Locked(ApiVersionsRequest.Answer)),
            [Api.CreateTopics] = new(0, 4, 5, Locked(CreateTopicsRequest.Answer)),
            [Api.DeleteTopics] = new(0, 4, 4, Locked(DeleteTopicsRequest.Answer)),
            [Api.DeleteRecords] = new(0, 2, 2, Locked(DeleteRecordsRequest.Answer)),
            [Api.InitProducerId] = new(0, 4, 2, Locked(InitProducerIdRequest.Answer)),
            [Api.OffsetForLeaderEpoch] = new(2, 2, 4, Locked(OffsetForLeaderEpochRequest.Answer)),
            [Api.AddPartitionsToTxn] = new(0, 1, 3, Locked(AddPartitionsToTxnRequest.Answer)),
            [Api.EndTxn] = new(0, 1, 3, Locked(EndTxnRequest.Answer)),
            [Api.DescribeConfigs] = new(0, 2, 4, Locked(DescribeConfigsRequest.Answer)),
            [Api.SaslHandshake] = new(0, 1, 2, Locked(SaslRequests.AnswerHandshake)),
            [Api.SaslAuthenticate] = new(0, 1, 2, Locked(SaslRequests.AnswerAuthenticate)),
            [Api.CreatePartitions] = new(0, 2, 2, Locked(CreatePartitionsRequest.Answer)),
            [Api.DeleteGroups] = new(0, 2, 2, Locked(DeleteGroupsRequest.Answer)),
            [Api.IncrementalAlterConfigs] = new(0, 1, 1, Locked(IncrementalAlterConfigsRequest.Answer)),
        };

    private static Func<Call, Task> Locked(Action<Call> answer) =>
        call =>
        {
            lock (call.Broker.Gate)
                answer(call);
            return Task.CompletedTask;
        };
}
