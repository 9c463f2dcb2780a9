using KafkaStore.Kafka.ConfigFiles;

namespace KafkaStore.Tests.ConfigFiles;

public sealed class JaasLoginTests
{
    private const string Plain = "org.apache.kafka.common.security.plain.PlainLoginModule";

    [Theory]
    [InlineData(Plain + " required username=\"u\" password=\"p\";", "u", "p")]
    [InlineData(Plain + " required username='u' password='p';", "u", "p")]
    [InlineData(Plain + " required username=u password=p;", "u", "p")]
    [InlineData(Plain + " REQUIRED\n  username = \"u\"\n  password = \"p\" ; ", "u", "p")]
    [InlineData(
        "kafkashaded." + Plain + " required username=\"$ConnectionString\" password=\"Endpoint=sb://x/;K=y==\";",
        "$ConnectionString",
        "Endpoint=sb://x/;K=y=="
    )]
    [InlineData(Plain + " required username=\"a\\\"b\" password=\"c\\\\d\\te\\101\";", "a\"b", "c\\d\teA")]
    [InlineData(Plain + " required /* who */ username=\"u\" // and what\n password=\"p//q\";", "u", "p//q")]
    [InlineData("PlainLoginModule required username=\"\" password=\"p\";", "", "p")]
    public void ModuleAndOptionsAreRead(string text, string username, string password)
    {
        var login = JaasLogin.Parse(text);
        Assert.Equal("PlainLoginModule", login.Module);
        Assert.Equal([("username", username), ("password", password)], login.Options.Select(option => (option.Key, option.Value.Text)));
        Assert.All(login.Options.Values, value => Assert.Equal("…", value.ToString()));
    }

    [Theory]
    [InlineData("", "the class of a login module is expected where there is none")]
    [InlineData("M", "required is expected where there is none")]
    [InlineData("M username=\"hunter2\";", "'required' is expected after the login module's class")]
    [InlineData("M required username=\"hunter2\"", "it has to end with ';'")]
    [InlineData("M required username=\"hunter2;", "an option's value begins with a quotation mark and does not end with one")]
    [InlineData("M required password=;", "an option's value is expected where there is none")]
    [InlineData(
        "M required password=my hunter2;",
        "'=' is expected after an option's name, and a value with blanks stands in quotation marks"
    )]
    [InlineData("M required a=b; M required c=hunter2;", "nothing may follow its ';': one login module is taken")]
    public void WhatIsWrongIsSaidWithoutAnyOfTheText(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<FormatException>(() => JaasLogin.Parse(text)).Message);
}
