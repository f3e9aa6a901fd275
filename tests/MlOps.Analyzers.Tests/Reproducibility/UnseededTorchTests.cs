using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Reproducibility.UnseededTorchAnalyzer>;

namespace MlOps.Tests.Reproducibility;

public sealed class UnseededTorchTests
{
    private const string Usings = "using TorchSharp; using TorchSharp.Modules; using static TorchSharp.torch; using static TorchSharp.torch.nn; ";

    private const string Net = """

        class Net : Module<Tensor, Tensor>
        {
            private readonly Linear _first = nn.Linear(4, 8);
            public Net() : base("net") { var second = nn.Linear(8, 2); }
            public override Tensor forward(Tensor x) => _first.forward(x);
        }
        """;

    [Theory]
    [InlineData("class C { void Train(optim.Optimizer o) { var model = {|MLOPS3012:new Net()|}; o.step(); } }")]
    [InlineData("class C { void Train(optim.Optimizer o) { var model = torch.nn.{|MLOPS3012:Linear|}(4, 2); o.step(); } }")]
    [InlineData("class C { void Train(optim.Optimizer o) { var a = Sequential((\"a\", {|MLOPS3012:Linear|}(4, 2)), (\"b\", Linear(2, 2))); o.step(); } }")] // Once.
    [InlineData("class C { [Tracked] void Train() { Make(); } Net Make() => {|MLOPS3012:new Net()|}; }")]
    [InlineData("class C { void Main() { var model = {|MLOPS3012:new Net()|}; Train(model, null!); } void Train(Net model, optim.Optimizer o) { model.train(); o.step(); } }")]
    [InlineData("class C { readonly Net _model = {|MLOPS3012:new Net()|}; void Train(optim.Optimizer o) { _model.train(); o.step(); } }")]
    [InlineData("class C { void Train(optim.Optimizer o) { var loss = nn.CrossEntropyLoss(); var model = {|MLOPS3012:new Net()|}; o.step(); } }")]
    [InlineData("class C { void Train(optim.Optimizer o) { var model = {|MLOPS3012:new Net()|}; torch.manual_seed(1); o.step(); } }")] // Too late.
    public Task ANetworkThatIsTrainedWithoutASeedIsFound(string source) => Rule.Finds(Usings + source + Net);

    [Theory]
    [InlineData("class C { void Train(optim.Optimizer o) { torch.manual_seed(1); var model = new Net(); o.step(); } }")]
    [InlineData("class C { void Train(optim.Optimizer o) { torch.random.manual_seed(1); var model = new Net(); o.step(); } }")]
    [InlineData("class C { void Main() { manual_seed(1); Train(null!); } void Train(optim.Optimizer o) { var model = new Net(); o.step(); } }")] // In the caller.
    [InlineData("class C { void Train(optim.Optimizer o) { for (var i = 0; i < 9; i++) { var model = new Net(); torch.manual_seed(1); o.step(); } } }")] // In the next round.
    [InlineData("class C { void Train(optim.Optimizer o) { var model = new Net(); torch.manual_seed(1); o.step(); } static C() { torch.manual_seed(1); } }")]
    [InlineData("class C { void Predict() { var model = new Net(); model.load(\"m\"); } }")]
    [InlineData("class C { void Predict() { var model = new Net(); model.load(\"m\"); model.eval(); } void Train(optim.Optimizer o) { o.step(); } }")]
    [InlineData("class C { void Train(optim.Optimizer o) { var loss = nn.CrossEntropyLoss(); var relu = nn.ReLU(); o.step(); } }")] // Nothing is drawn.
    [InlineData("class C { void Train(optim.Optimizer o, Net model) { o.step(); } }")]
    [InlineData("class D { D() { } } class C { [Tracked] void Train() { var d = new List<Net>(); } }")]
    [InlineData("class C { void Train(optim.Optimizer o) {\n#pragma warning disable MLOPS3012\n var model = new Net(); o.step(); } }")]
    public Task OthersAreNot(string source) => Rule.Finds(Usings + source + Net);

    [Fact]
    public Task TheFixSeedsFirst() => Rule.Fixes<SeedTorchCodeFix>(
        """
        using TorchSharp;
        class C
        {
            void Train(torch.optim.Optimizer o)
            {
                var model = torch.nn.{|MLOPS3012:Linear|}(4, 2);
                o.step();
            }
        }
        """,
        """
        using TorchSharp;
        class C
        {
            void Train(torch.optim.Optimizer o)
            {
                torch.manual_seed(42);
                var model = torch.nn.Linear(4, 2);
                o.step();
            }
        }
        """);

    [Fact]
    public Task TheFixSeedsAProgramBeforeItBegins() => Rule.Fixes<SeedTorchCodeFix>(
        """
        /* program */
        using TorchSharp;

        // The network.
        var model = torch.nn.{|MLOPS3012:Linear|}(4, 2);
        var o = torch.optim.SGD(model.parameters(), 0.1);
        o.step();
        """,
        """
        /* program */
        using TorchSharp;

        // The network.
        torch.manual_seed(42);
        var model = torch.nn.Linear(4, 2);
        var o = torch.optim.SGD(model.parameters(), 0.1);
        o.step();
        """);
}
